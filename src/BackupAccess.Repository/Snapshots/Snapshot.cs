using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackupAccess.Repository.Snapshots;

/// <summary>
/// A tree as it was at one time (design, "Snapshots"). Fields that this library doesn't know are kept when it is saved
/// again.
/// </summary>
public sealed record Snapshot
{
    /// <summary>The id it was loaded from; zero when it is new.</summary>
    [JsonIgnore]
    public ObjectId Id { get; init; }

    /// <summary>When it was taken; read and written to 100 ns.</summary>
    [JsonPropertyName("time")]
    public required DateTimeOffset Time { get; init; }

    /// <summary>The snapshot that this one was compared with, if any.</summary>
    [JsonPropertyName("parent")]
    public ObjectId? Parent { get; init; }

    [JsonPropertyName("tree")]
    public required ObjectId Tree { get; init; }

    [AllowNull, JsonPropertyName("paths")]
    public required IReadOnlyList<string> Paths { get; init => field = Texts(value) ?? []; }

    [JsonPropertyName("hostname")]
    public string? Hostname { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("uid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Uid { get; init; }

    [JsonPropertyName("gid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Gid { get; init; }

    [JsonPropertyName("excludes")]
    public IReadOnlyList<string>? Excludes { get; init => field = Texts(value); }

    [JsonPropertyName("tags")]
    public IReadOnlyList<string>? Tags { get; init => field = Texts(value); }

    /// <summary>The first id of a snapshot whose tags or other metadata were changed since.</summary>
    [JsonPropertyName("original")]
    public ObjectId? Original { get; init; }

    [JsonPropertyName("program_version")]
    public string? ProgramVersion { get; init; }

    [JsonPropertyName("summary")]
    public SnapshotSummary? Summary { get; init; }

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>A null in a list is an empty text, as restic reads it.</summary>
    private static IReadOnlyList<string>? Texts(IReadOnlyList<string>? texts) =>
        texts?.Contains(null!) == true ? [.. texts.Select(text => text ?? "")] : texts;
}
