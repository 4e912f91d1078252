namespace BackupAccess.Repository.Trees;

/// <summary>What a node is; the format's own words in small letters.</summary>
public enum NodeType
{
    /// <summary>A type that this library doesn't know; kept, never restored.</summary>
    Unknown,
    File,
    Dir,
    Symlink,
    /// <summary>A block device.</summary>
    Dev,
    /// <summary>A character device.</summary>
    CharDev,
    Fifo,
    Socket,
}
