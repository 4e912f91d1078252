namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A MariaDB user of an account, and what it may do with databases.</summary>
internal sealed record MariaDbUser
{
    public required string Name { get; init; }
    public required string Host { get; init; }

    /// <summary>How it signs in.</summary>
    public required string Plugin { get; init; }

    /// <summary>The hash.</summary>
    public string? Authentication { get; init; }

    /// <summary>Whether it has further ways to sign in.</summary>
    public bool HasOtherWays { get; init; }

    public IReadOnlyList<MariaDbGrant> Grants { get; init; } = [];
}
