namespace BackupAccess.Engine.Profiles;

/// <summary>A folder of configuration files, assigned to users.</summary>
public sealed record Profile
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The folder that shows its content; the state holds it.</summary>
    public required string Folder { get; init; }

    public required DateTimeOffset Created { get; init; }

    public override string ToString() => Name;
}
