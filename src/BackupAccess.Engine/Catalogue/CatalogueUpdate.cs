namespace BackupAccess.Engine.Catalogue;

/// <summary>What was found of one account when its catalogue was compared with its repository.</summary>
public sealed record CatalogueUpdate
{
    /// <summary>As <c>web01/alice</c>; the UUID where nothing else is known.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    public required CatalogueOutcome Outcome { get; init; }

    /// <summary>The owner's name, else null.</summary>
    public required string? Owner { get; init; }

    /// <summary>How many backups the account has now.</summary>
    public required int Backups { get; init; }

    /// <summary>How many of these carry a lock.</summary>
    public required int Locked { get; init; }

    /// <summary>Backups that the catalogue didn't know.</summary>
    public required IReadOnlyList<Guid> Added { get; init; }

    /// <summary>Backups that stand under another snapshot now.</summary>
    public required IReadOnlyList<Guid> Changed { get; init; }

    /// <summary>Backups that the repository no longer has.</summary>
    public required IReadOnlyList<Guid> Removed { get; init; }

    /// <summary>What somebody should know, each a clause.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    public override string ToString() => $"{Account}: {Outcome}";
}
