namespace BackupAccess.Engine.Catalogue;

/// <summary>What a storage has of one account.</summary>
/// <param name="Id">The UUID that the record and the repository are named by.</param>
/// <param name="Storage">The storage's name.</param>
/// <param name="Record">The record, opened; null where the account is known already, or the record can't be read.</param>
/// <param name="Stored">What the repository holds; null where that wasn't read.</param>
/// <param name="Problem">Why the account can't be brought back; null where it can.</param>
internal sealed record FoundAccount(Guid Id, string Storage, AccountRecord? Record, StoredBackups? Stored, string? Problem)
{
    /// <summary>What somebody should know, each a clause.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];
}
