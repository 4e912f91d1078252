namespace BackupAccess.Engine.Backups;

/// <summary>What a restore did.</summary>
public sealed record RestoreResult
{
    public required Guid BackupId { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    /// <summary>Where it was restored to.</summary>
    public required string Destination { get; init; }

    public required long Files { get; init; }

    public required long Directories { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Live files that won.</summary>
    public required long Kept { get; init; }

    /// <summary>Files written beside a live one.</summary>
    public required long Renamed { get; init; }

    /// <summary>The restore conditions that were accepted.</summary>
    public IReadOnlyList<string> AcceptedConditions { get; init; } = [];

    public required long ProblemCount { get; init; }

    /// <summary>The first hundred entries that weren't restored as they were, each naming its path.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
