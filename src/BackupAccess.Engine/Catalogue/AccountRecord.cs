using System.Text.Json.Serialization;
using BackupAccess.Engine.Encryption;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// What lies, sealed, beside an account's repository, so that the repository and the key file are enough to bring the
/// account back. Times are microseconds since 1970.
/// </summary>
internal sealed record AccountRecord
{
    /// <summary>The form of the record that this engine writes, and the newest that it reads.</summary>
    public const int NewestVersion = 1;

    public required int Version { get; init; }

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Home { get; init; }

    public required long Uid { get; init; }

    public required long Gid { get; init; }

    public required long Device { get; init; }

    public required long Inode { get; init; }

    public required long? Birth { get; init; }

    public required string Type { get; init; }

    public required Guid? OwnerId { get; init; }

    /// <summary>The owner's name, also where that user is gone with a state that was lost.</summary>
    public required string? Owner { get; init; }

    public required string? Email { get; init; }

    public required int? MaxOnDemand { get; init; }

    public required IReadOnlyList<string> Domains { get; init; }

    public required IReadOnlyList<string> Excludes { get; init; }

    public required long DiscoveredAt { get; init; }

    public required long? GoneAt { get; init; }

    public required ConnectorRecord Connector { get; init; }

    /// <summary>Who keeps the key.</summary>
    public string Encryption { get; init; } = nameof(KeyLocation.Local);

    /// <summary>The repository's password, UTF-8; whoever reads a record zeroes it. Null where the key command alone has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Password { get; init; }

    public required long RepositoryCreatedAt { get; init; }

    /// <summary>Whether it lies beside a copy of the repository, and not beside the account's own.</summary>
    public bool IsCopy { get; init; }

    /// <summary>When this was written; zero in older records.</summary>
    public long WrittenAt { get; init; }

    /// <summary>What the snapshots don't tell of backups: only those that are locked or partial.</summary>
    public required IReadOnlyList<BackupRecord> Backups { get; init; }
}
