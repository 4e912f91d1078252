using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Priorities;

/// <summary>A row of the table of priority groups.</summary>
internal sealed record PriorityGroupRow(
    string Id, string Name, long Backups, long Clones, long Restores, long Downloads, long IsDefault, long BuiltIn, long CreatedAt)
{
    public Guid Guid => Guid.Parse(Id);

    public int Of(TaskKind kind) => (int)(kind switch
    {
        TaskKind.Backup => Backups,
        TaskKind.Clone => Clones,
        TaskKind.Restore => Restores,
        _ => Downloads,
    });
}
