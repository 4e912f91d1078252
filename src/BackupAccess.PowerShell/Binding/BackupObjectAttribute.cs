using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes backups, and what says of which backup it is, also without their type: by id.</summary>
internal sealed class BackupObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value switch
    {
        Backup backup => new BackupReference(backup),
        BackupItemEntry item => new BackupReference(item.BackupId),
        RestoreResult restored => new BackupReference(restored.BackupId),
        WorkTask { BackupId: { } done } => new BackupReference(done),
        _ => null,
    };

    private protected override object? FromLoose(LooseObject value)
    {
        if (value.Was<BackupItemEntry>() || value.Was<RestoreResult>())
        {
            return value.Id("BackupId") is { } of ? new BackupReference(of) : Unnamed("backup", "BackupId");
        }

        bool isBackup = value.Was<Backup>() || (value.IsPlain && value.Has("Account") && (value.Has("Snapshot") || value.Has("Created")));
        bool isId = value.IsPlain && value.Has("Id") && !value.Has("Name");
        if (!isBackup && !isId)
        {
            return null;
        }

        return (value.Text("Id") ?? value.Text("BackupId")) is { } id ? new BackupReference(id) : Unnamed("backup", "Id");
    }
}
