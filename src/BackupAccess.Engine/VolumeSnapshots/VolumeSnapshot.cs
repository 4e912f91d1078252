namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>A snapshot of a connector's volume, as its storage controller lists it.</summary>
public sealed record VolumeSnapshot
{
    public required string Connector { get; init; }

    public required string Name { get; init; }

    public required Guid Id { get; init; }

    public required DateTimeOffset? Created { get; init; }

    /// <summary>Whether this state had it made, and so removes it.</summary>
    public required bool Ours { get; init; }

    /// <summary>The backup that it was made for, by its name; null for one that bears none.</summary>
    public required Guid? Backup { get; init; }

    public override string ToString() => Name;
}
