namespace BackupAccess.Engine.Maintenance;

/// <summary>What a repair of an account's repository did, or would do.</summary>
public sealed record RepairResult
{
    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Packs that the index didn't name, or not as they are, and names now.</summary>
    public required int PacksFound { get; init; }

    /// <summary>Packs that the index named and that aren't there.</summary>
    public required int PacksMissing { get; init; }

    /// <summary>Packs that were damaged; what opened of them lies in new ones now.</summary>
    public required int PacksDamaged { get; init; }

    /// <summary>Bytes saved out of damaged packs, as they are stored.</summary>
    public required long BytesSalvaged { get; init; }

    /// <summary>Every backup that lacks something.</summary>
    public required IReadOnlyList<RepairedBackup> Backups { get; init; }

    /// <summary>What else somebody should know, each a clause.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    public override string ToString() => $"{Account}: {Backups.Count} damaged backups";
}
