namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A PostgreSQL role. Its superuser's rights and those over other roles are no part of it: no restore gives them.</summary>
internal sealed record PostgreSqlRole
{
    public required string Name { get; init; }
    public required bool Login { get; init; }
    public required bool Inherit { get; init; }
    public required int ConnectionLimit { get; init; }
    public string? ValidUntil { get; init; }

    /// <summary>The hash, as pg_authid has it; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>The account's own roles that it is a member of.</summary>
    public IReadOnlyList<string> MemberOf { get; init; } = [];
}
