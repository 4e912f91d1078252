namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A PostgreSQL database, but for what is in it.</summary>
internal sealed record PostgreSqlDatabase
{
    public const string Server = "postgresql";

    /// <summary>Which server's dump it is.</summary>
    public required string Product { get; init; }

    public required string Name { get; init; }
    public required string Encoding { get; init; }
    public required string Collate { get; init; }
    public required string Ctype { get; init; }

    /// <summary>c, i or b, as pg_database has it.</summary>
    public required string Provider { get; init; }

    public string? Locale { get; init; }
    public required int ConnectionLimit { get; init; }

    /// <summary>What others than its owner may, each a role, null for everybody, and a privilege; null where nobody has said.</summary>
    public IReadOnlyList<string?[]>? Grants { get; init; }
}
