namespace BackupAccess.Engine.Audit;

/// <summary>Something that an audit event is about.</summary>
/// <param name="Kind">The kind of object, lower case.</param>
/// <param name="Id">Its id; a role's, permission's and storage's is its name. Null where there was none to tell.</param>
/// <param name="Name">Its name then.</param>
public sealed record AuditedObject(string Kind, string? Id, string? Name)
{
    public override string ToString() => Name ?? Id ?? Kind;
}
