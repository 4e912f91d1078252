using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackupAccess.Engine.State;

/// <summary>Lists of text as the state keeps them: a JSON array.</summary>
internal static partial class JsonText
{
    public static string FromList(IReadOnlyList<string> list) => JsonSerializer.Serialize([.. list], TextList.Default.StringArray);

    public static IReadOnlyList<string> ToList(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, TextList.Default.StringArray) ?? [];

    [JsonSerializable(typeof(string[]))]
    private sealed partial class TextList : JsonSerializerContext;
}
