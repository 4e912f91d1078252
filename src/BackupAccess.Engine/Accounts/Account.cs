namespace BackupAccess.Engine.Accounts;

/// <summary>One tenant on a connector.</summary>
public sealed record Account
{
    /// <summary>The UUID made at first discovery.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Connector { get; init; }

    /// <summary>As <c>web01/alice</c>: always unique among live accounts.</summary>
    public string Path => $"{Connector}/{Name}";

    public required AccountType Type { get; init; }

    /// <summary>The owning user's name, else null.</summary>
    public required string? Owner { get; init; }

    public required string Home { get; init; }

    /// <summary>The numeric user id that owns the home.</summary>
    public required long Uid { get; init; }

    public required long Gid { get; init; }

    public required string? Email { get; init; }

    /// <summary>On-demand backups allowed, 0 to 99; null for no limit of its own.</summary>
    public required int? MaxOnDemand { get; init; }

    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>Globs relative to the home directory.</summary>
    public required IReadOnlyList<string> Excludes { get; init; }

    /// <summary>Its own priority group, else null: then its tags say, or the default.</summary>
    public string? PriorityGroup { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>No longer on its connector, or the connector is gone: its backups are kept.</summary>
    public required bool Orphan { get; init; }

    /// <summary>Since when it has been an orphan; null for a live account.</summary>
    public DateTimeOffset? Orphaned { get; init; }

    /// <summary>Since when it has been kept from signing in to this server; null while it isn't.</summary>
    public DateTimeOffset? Suspended { get; init; }

    public required int Backups { get; init; }

    public required DateTimeOffset? LastBackup { get; init; }

    public required DateTimeOffset Discovered { get; init; }

    public override string ToString() => Path;
}
