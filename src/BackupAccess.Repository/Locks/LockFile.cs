using System.Text.Json.Serialization;

namespace BackupAccess.Repository.Locks;

/// <summary>A lock object's JSON (design, "Locks").</summary>
internal sealed record LockFile
{
    [JsonPropertyName("time"), JsonRequired]
    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("exclusive"), JsonRequired]
    public required bool Exclusive { get; init; }

    [JsonPropertyName("hostname")]
    public string Hostname { get; init; } = "";

    [JsonPropertyName("username")]
    public string Username { get; init; } = "";

    [JsonPropertyName("pid")]
    public int ProcessId { get; init; }

    [JsonPropertyName("uid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Uid { get; init; }

    [JsonPropertyName("gid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Gid { get; init; }

    [JsonIgnore]
    public LockMode Mode => Exclusive ? LockMode.Exclusive : LockMode.Shared;
}
