using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.Schedules;

/// <summary>When the configurations of a profile that name it are run.</summary>
public sealed record Schedule
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Profile { get; init; }

    /// <summary>As <c>team-a/nightly</c>.</summary>
    public required string Path { get; init; }

    /// <summary>By which of their policy's rules its backups stay.</summary>
    public required RetentionLabel Label { get; init; }

    public required ScheduleKind Kind { get; init; }

    /// <summary>For people: <c>daily at 02:00</c>.</summary>
    public required string When { get; init; }

    /// <summary>The same as a cron expression.</summary>
    public required string Cron { get; init; }

    /// <summary>By whose clocks, as <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    public required MissedRuns Missed { get; init; }

    /// <summary>How many of its runs may go on at once; null for any number.</summary>
    public required int? MaxConcurrent { get; init; }

    public required bool Suspended { get; init; }

    /// <summary>Null while it is suspended, and where no moment is left.</summary>
    public required DateTimeOffset? NextRun { get; init; }

    /// <summary>When the last was due, or was asked for; null where there was none.</summary>
    public required DateTimeOffset? LastRun { get; init; }

    public required ScheduleOutcome? LastOutcome { get; init; }

    /// <summary>What is to be said of the last; null for nothing.</summary>
    public required string? LastMessage { get; init; }

    public required DateTimeOffset Created { get; init; }

    public override string ToString() => Path;
}
