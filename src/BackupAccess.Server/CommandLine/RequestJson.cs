using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackupAccess.Server.CommandLine;

/// <summary>How requests and results look as JSON: camelCase, names of enum values, references as their text, unknown members refused.</summary>
internal static class RequestJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new ReferenceConverter(), new SecretConverter() },
    };
}
