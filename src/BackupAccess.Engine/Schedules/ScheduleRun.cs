namespace BackupAccess.Engine.Schedules;

/// <summary>One run of a schedule: of a moment at which it was due, or one that was asked for.</summary>
public sealed record ScheduleRun
{
    public required Guid Id { get; init; }

    /// <summary>As <c>team-a/nightly</c>.</summary>
    public required string Schedule { get; init; }

    /// <summary>When it was due, or was asked for; of moments that were missed the last.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Who asked for it; null for a moment of the schedule's.</summary>
    public required string? AskedBy { get; init; }

    /// <summary>When it was taken up.</summary>
    public required DateTimeOffset? Started { get; init; }

    /// <summary>Machine and process that took it up; null while nobody has, and of one that wasn't run.</summary>
    public required string? Process { get; init; }

    public required ScheduleOutcome Outcome { get; init; }

    /// <summary>What is to be said of it; null for nothing.</summary>
    public required string? Message { get; init; }

    /// <summary>Its jobs' ids.</summary>
    public required IReadOnlyList<Guid> Jobs { get; init; }

    /// <summary>The configurations that weren't run, each with the reason: <c>team-a/shop: the user "ann" is disabled</c>.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    public override string ToString() => $"{Schedule} at {Due:u}";
}
