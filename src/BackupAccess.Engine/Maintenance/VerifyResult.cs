namespace BackupAccess.Engine.Maintenance;

/// <summary>What a verification found.</summary>
public sealed record VerifyResult
{
    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The backup verified; null for an account's whole repository.</summary>
    public required Guid? BackupId { get; init; }

    /// <summary>Everything that was read is whole.</summary>
    public required bool Passed { get; init; }

    /// <summary>How much of the data was read, 0 to 100.</summary>
    public required double ReadDataPercent { get; init; }

    /// <summary>Which part of the data was read, as <c>2/7</c>; null where no part was asked for.</summary>
    public required string? ReadDataSubset { get; init; }

    public required long FindingCount { get; init; }

    /// <summary>The first thousand findings.</summary>
    public required IReadOnlyList<VerifyFinding> Findings { get; init; }

    public override string ToString() => $"{Account}: {(Passed ? "passed" : "failed")}";
}
