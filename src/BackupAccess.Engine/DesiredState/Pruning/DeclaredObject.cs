namespace BackupAccess.Engine.DesiredState.Pruning;

/// <summary>An object that documents declare, by kind and name.</summary>
internal sealed record DeclaredObject(string Kind, string Name)
{
    public string Key => Name.ToLowerInvariant();
}
