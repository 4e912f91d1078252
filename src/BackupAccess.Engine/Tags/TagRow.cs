namespace BackupAccess.Engine.Tags;

/// <summary>A row of the tag table.</summary>
internal sealed record TagRow(string Id, string Name, string Color, long CreatedAt)
{
    public Guid Guid => Guid.Parse(Id);
}
