namespace BackupAccess.Engine.Conditions;

/// <summary>A row of the table of restore conditions.</summary>
internal sealed record RestoreConditionRow(string Id, string Name, string Text, long CreatedAt, long? ChangedAt)
{
    public Guid Guid => Guid.Parse(Id);
}
