namespace BackupAccess.Engine.Catalogue;

/// <summary>The connector of an account, as the account's record tells it. Times are microseconds since 1970.</summary>
internal sealed record ConnectorRecord(
    Guid Id,
    string Name,
    string Kind,
    string? Path,
    bool Legacy,
    long? RestrictedAt,
    long CreatedAt,
    long? RemovedAt);
