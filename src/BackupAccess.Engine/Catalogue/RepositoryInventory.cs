namespace BackupAccess.Engine.Catalogue;

/// <summary>What an account's repository holds, against what the catalogue says.</summary>
public sealed record RepositoryInventory
{
    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The storage that the repository is in; null where the account has none.</summary>
    public required string? Storage { get; init; }

    /// <summary>Where the repository lies; null where the account has none.</summary>
    public required string? Location { get; init; }

    /// <summary>How many backups the catalogue lists.</summary>
    public required int Listed { get; init; }

    /// <summary>How many backups the repository holds, those that can't be read among them.</summary>
    public required int Stored { get; init; }

    /// <summary>Snapshots that the repository holds and the catalogue doesn't list.</summary>
    public required IReadOnlyList<string> Unlisted { get; init; }

    /// <summary>Backups that the catalogue lists and the repository no longer holds.</summary>
    public required IReadOnlyList<Guid> Missing { get; init; }

    /// <summary>Snapshots that are there and can't be read.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>Whether the catalogue lists what the repository holds, and all of that can be read.</summary>
    public bool Matches => Unlisted.Count + Missing.Count + Unreadable.Count == 0;

    public override string ToString() => $"{Account}: {(Matches ? "matches" : "differs")}";
}
