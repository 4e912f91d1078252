using System.Text.Json.Serialization;

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

    /// <summary>Where it has several ways to sign in, all of them.</summary>
    public IReadOnlyList<MariaDbWay>? Alternatives { get; init; }

    /// <summary>How it may sign in; any of these will do.</summary>
    [JsonIgnore]
    public IReadOnlyList<MariaDbWay> Ways
    {
        get
        {
            MariaDbWay first = new(Plugin, Authentication);
            return Alternatives is null ? [first] : [.. Alternatives.Select(way => way.Plugin is null ? first : way)];
        }
    }

    public IReadOnlyList<MariaDbGrant> Grants { get; init; } = [];
}
