namespace BackupAccess.Engine.Priorities;

/// <summary>A row of the table of priority groups.</summary>
internal sealed record PriorityGroupRow(
    string Id, string Name, long Backups, long Clones, long Restores, long Downloads, long IsDefault, long BuiltIn, long CreatedAt)
{
    public Guid Guid => Guid.Parse(Id);

    public int Of(PriorityKind kind) => (int)(kind switch
    {
        PriorityKind.Backup => Backups,
        PriorityKind.Clone => Clones,
        PriorityKind.Restore => Restores,
        _ => Downloads,
    });
}
