namespace BackupAccess.Engine.Storage;

/// <summary>Where repositories live.</summary>
public sealed record BackupStorage(string Name, string Kind, string Location, int Repositories)
{
    public override string ToString() => Name;
}
