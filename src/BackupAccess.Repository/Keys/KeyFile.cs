using System.Text.Json.Serialization;

namespace BackupAccess.Repository.Keys;

/// <summary>A key object's JSON (design, "Keys, Encryption and MAC"): the master key sealed under a password's key.</summary>
internal sealed record KeyFile
{
    public const string Scrypt = "scrypt";

    [JsonPropertyName("created")]
    public DateTimeOffset Created { get; init; }

    [JsonPropertyName("username")]
    public string Username { get; init; } = "";

    [JsonPropertyName("hostname")]
    public string Hostname { get; init; } = "";

    [JsonPropertyName("kdf"), JsonRequired]
    public required string Kdf { get; init; }

    [JsonPropertyName("N"), JsonRequired]
    public required int N { get; init; }

    [JsonPropertyName("r"), JsonRequired]
    public required int R { get; init; }

    [JsonPropertyName("p"), JsonRequired]
    public required int P { get; init; }

    [JsonPropertyName("salt"), JsonRequired]
    public required byte[] Salt { get; init; }

    [JsonPropertyName("data"), JsonRequired]
    public required byte[] Data { get; init; }
}
