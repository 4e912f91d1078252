namespace BackupAccess.Repository.Files.Restoring;

/// <summary>What a file has as recorded from its making, and needn't be given.</summary>
[Flags]
internal enum GivenMetadata
{
    None = 0,
    Owner = 1,
    Permissions = 2,
}
