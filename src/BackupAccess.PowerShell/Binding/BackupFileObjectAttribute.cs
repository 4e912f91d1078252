using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Backups;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes entries listed from a backup, also without their type.</summary>
internal sealed class BackupFileObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is BackupFileEntry file ? new BackupFileReference(file) : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isFile = value.Was<BackupFileEntry>() || (value.IsPlain && value.Has("BackupId") && value.Has("Path"));
        if (!isFile)
        {
            return null;
        }

        return value.Id("BackupId") is { } backup && value.Text("Path") is { } path
            ? new BackupFileReference(backup, Enum.TryParse(value.Text("Item"), out BackupItem item) ? item : BackupItem.HomeDirectory, path)
            : Unnamed("file", "BackupId or no Path");
    }
}
