namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>An account as the operating system has it.</summary>
internal sealed record AccountConfig
{
    public required string Name { get; init; }

    public required long Uid { get; init; }

    public required long Gid { get; init; }

    /// <summary>The primary group's name; null where the group id has none.</summary>
    public required string? Group { get; init; }

    public required string Comment { get; init; }

    public required string Home { get; init; }

    public required string Shell { get; init; }

    /// <summary>The other groups.</summary>
    public required IReadOnlyList<AccountGroup> Groups { get; init; }

    /// <summary>The second field of shadow(5); null where the account has no line there.</summary>
    public required string? PasswordHash { get; init; }

    /// <summary>The third to eighth field of shadow(5), with colons.</summary>
    public required string? Aging { get; init; }

    public required IReadOnlyList<SubordinateRange> SubUids { get; init; }

    public required IReadOnlyList<SubordinateRange> SubGids { get; init; }
}
