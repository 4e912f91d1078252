using System.Text.Json.Serialization;

namespace BackupAccess.Repository.Pruning;

/// <summary>The JSON of a quarantine object: packs that a prune took out of the index, and when.</summary>
internal sealed record QuarantineFile
{
    [JsonPropertyName("time"), JsonRequired]
    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("packs"), JsonRequired]
    public required IReadOnlyList<ObjectId> Packs { get; init; }
}
