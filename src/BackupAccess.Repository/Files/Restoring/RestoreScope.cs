namespace BackupAccess.Repository.Files.Restoring;

/// <summary>How much of an entry is to be restored.</summary>
internal enum RestoreScope
{
    Nothing,
    SomeBelow,
    Everything,
}
