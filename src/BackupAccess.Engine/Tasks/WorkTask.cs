using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Tasks;

/// <summary>One piece of work in the queue, or that was. Holds no secret.</summary>
public sealed record WorkTask
{
    public required Guid Id { get; init; }

    public required TaskKind Kind { get; init; }

    public required TaskState State { get; init; }

    public required string Operation { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The configuration by which it is done, as <c>team-a/shop</c>; null for none.</summary>
    public required string? Configuration { get; init; }

    /// <summary>The run of the configuration that it belongs to; null for none.</summary>
    public required Guid? JobId { get; init; }

    /// <summary>As whom it runs: a user's name, or <c>local:NAME</c>.</summary>
    public required string Requester { get; init; }

    /// <summary>The lower the sooner; of tasks with the same number the older one.</summary>
    public required int Priority { get; init; }

    public required DateTimeOffset Queued { get; init; }

    /// <summary>When it last began to run; null while it never has.</summary>
    public required DateTimeOffset? Started { get; init; }

    public required DateTimeOffset? Ended { get; init; }

    /// <summary>How often it was begun: more than once where a process that ran it ended before.</summary>
    public required int Attempts { get; init; }

    /// <summary>Machine and process that run it, or in which its caller waits; else null.</summary>
    public required string? Worker { get; init; }

    /// <summary>The step that it is at; null while there is none.</summary>
    public required string? Stage { get; init; }

    public required long Files { get; init; }

    /// <summary>Null while it isn't known.</summary>
    public required long? TotalFiles { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Null while it isn't known.</summary>
    public required long? TotalBytes { get; init; }

    /// <summary>Why it failed or who stopped it; of a completed one how many problems there were, else null.</summary>
    public required string? Message { get; init; }

    /// <summary>The id of the error that it failed with, else null.</summary>
    public required string? ErrorId { get; init; }

    /// <summary>The backup that it made or restored; null until it is completed.</summary>
    public required Guid? BackupId { get; init; }

    /// <summary>The download that it made, else null.</summary>
    public required Guid? DownloadId { get; init; }

    /// <summary>What it restored, else null.</summary>
    public required RestoreResult? Restored { get; init; }

    /// <summary>Whether it is over, however it ended.</summary>
    public bool HasEnded => State is not (TaskState.Queued or TaskState.Running);

    public override string ToString() => $"{Kind} of {Account}";
}
