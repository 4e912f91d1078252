using BackupAccess.Engine.Backups;

namespace BackupAccess.PowerShell.Backups;

/// <summary>Names an entry of a backup.</summary>
/// <param name="Path">Relative to the item.</param>
public sealed record BackupFileReference(Guid BackupId, BackupItem Item, string Path)
{
    public BackupFileReference(BackupFileEntry file) : this((file ?? throw new ArgumentNullException(nameof(file))).BackupId, file.Item, file.Path)
    {
    }

    public override string ToString() => Path;
}
