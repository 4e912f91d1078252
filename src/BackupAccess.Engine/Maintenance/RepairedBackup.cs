namespace BackupAccess.Engine.Maintenance;

/// <summary>A damaged backup, and what a repair did with it.</summary>
public sealed record RepairedBackup
{
    public required Guid BackupId { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required RepairOutcome Outcome { get; init; }

    /// <summary>Bytes of files that are lost, as far as they can be told.</summary>
    public required long BytesLost { get; init; }

    /// <summary>How many files and folders lost something.</summary>
    public required int LossCount { get; init; }

    /// <summary>The first thousand of them, each with what was wrong.</summary>
    public required IReadOnlyList<string> Losses { get; init; }

    public override string ToString() => $"{BackupId}: {Outcome}";
}
