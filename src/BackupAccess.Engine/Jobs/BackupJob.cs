using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.Jobs;

/// <summary>A run of a configuration: one backup task for each of its accounts.</summary>
public sealed record BackupJob
{
    public required Guid Id { get; init; }

    public required JobState State { get; init; }

    /// <summary>As <c>team-a/shop</c>.</summary>
    public required string Configuration { get; init; }

    public required string Profile { get; init; }

    public required RetentionLabel Label { get; init; }

    /// <summary>The schedule that ran it; null where somebody did.</summary>
    public required string? Schedule { get; init; }

    /// <summary>As whom it runs.</summary>
    public required string Requester { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>When its last task ended; null while one hasn't.</summary>
    public required DateTimeOffset? Ended { get; init; }

    /// <summary>Its tasks' ids, as long as the queue keeps them.</summary>
    public required IReadOnlyList<Guid> Tasks { get; init; }

    public required int Completed { get; init; }

    public required int Failed { get; init; }

    /// <summary>The accounts that were left out, each with the reason: <c>alice: there is no such account</c>.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    public override string ToString() => $"{Configuration} at {Started:u}";
}
