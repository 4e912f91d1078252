using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// The end of the audit log at one time, as it is exported: to be kept where whoever can change the log can't change it.
/// </summary>
public sealed partial record AuditHead
{
    /// <summary>The newest event's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>That event's MAC, hexadecimal.</summary>
    public required string Mac { get; init; }

    /// <summary>The oldest event's number.</summary>
    public required long First { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Proves that the engine wrote the rest, hexadecimal.</summary>
    public required string Seal { get; init; }

    /// <summary>One line of JSON.</summary>
    public string Format() => JsonSerializer.Serialize(this, ExportedHeadJson.Default.AuditHead) + "\n";

    /// <summary>Reads an exported head.</summary>
    /// <param name="text">One line of JSON.</param>
    /// <exception cref="InvalidRequestException">It is none.</exception>
    public static AuditHead Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ExportedHeadJson.Default.AuditHead) ?? throw NoHead();
        }
        catch (JsonException)
        {
            throw NoHead();
        }
    }

    private static InvalidRequestException NoHead() => new("InvalidValue", "What is given is no exported head of an audit log.");

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
    [JsonSerializable(typeof(AuditHead))]
    private sealed partial class ExportedHeadJson : JsonSerializerContext;
}
