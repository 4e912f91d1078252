namespace BackupAccess.Engine.Dashboards;

/// <summary>How well an account is protected.</summary>
public sealed record AccountProtection
{
    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The newest backup's time; null for an account that has none.</summary>
    public required DateTimeOffset? LastBackup { get; init; }

    /// <summary>Whether the newest backup lacks something.</summary>
    public required bool Partial { get; init; }

    public required int Backups { get; init; }

    /// <summary>Bytes that the newest backup holds.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes that all its backups added to the repository.</summary>
    public required long Added { get; init; }

    public override string ToString() => Account;
}
