using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Files;

/// <summary>What a backup is compared with and what its snapshot says.</summary>
public sealed record ArchiveOptions
{
    /// <summary>An earlier snapshot whose unchanged files aren't read again, or null.</summary>
    public Snapshot? Parent { get; init; }

    /// <summary>
    /// Whether names in directories unchanged since <see cref="Parent"/> are taken from it: only when that backup was
    /// whole and made with the same excludes, for what it left out would stay left out.
    /// </summary>
    public ParentListings ParentListings { get; init; } = ParentListings.Reread;

    public required string Hostname { get; init; }
    public required string Username { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The patterns behind <see cref="SourceTree.Excludes"/>, written into the snapshot.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Whether directories on other file systems are left empty instead of entered.</summary>
    public MountPoints MountPoints { get; init; } = MountPoints.Enter;

    /// <summary>Its clock gives the snapshot's time, its zone the offset that times are written with, as restic does.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
