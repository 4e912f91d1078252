namespace BackupAccess.Engine.Backups;

/// <summary>What an entry of a backup is.</summary>
public enum BackupFileType
{
    File,
    Directory,
    SymbolicLink,
    Device,
    Fifo,
    Socket,
}
