using System.Text.Json;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Plugins;

/// <summary>What a plug-in has answered.</summary>
/// <param name="IsOk">Whether it says that it has done what it was asked for.</param>
/// <param name="Message">What it says to people, on one line in which nothing steers a terminal; null for nothing.</param>
/// <param name="Data">What it has found out; null for nothing.</param>
/// <param name="State">As JSON, what is handed to the operation that ends what this one has begun; null for nothing.</param>
internal sealed record PluginAnswer(bool IsOk, string? Message, JsonElement? Data, string? State)
{
    public const int Version = 1;

    private const int MaxMessage = 1000;
    private const int MaxShown = 100;
    private const int MaxState = 64 * 1024;
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };

    /// <returns>Null for what is no answer.</returns>
    public static PluginAnswer? TryRead(byte[] text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? TryRead(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PluginAnswer? TryRead(JsonElement answer)
    {
        JsonElement? message = Find(answer, "message");
        JsonElement? data = Find(answer, "data");
        JsonElement? state = Find(answer, "state");
        string? status = Find(answer, "status") is { ValueKind: JsonValueKind.String } word ? word.GetString() : null;
        bool isRight = Find(answer, "version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out int number) && number == Version
            && status is "ok" or "failed"
            && message is null or { ValueKind: JsonValueKind.String }
            && data is null or { ValueKind: JsonValueKind.Object }
            && (state?.GetRawText().Length ?? 0) <= MaxState;
        return isRight ? new PluginAnswer(status == "ok", Clean(message?.GetString()), data?.Clone(), state?.GetRawText()) : null;
    }

    private static JsonElement? Find(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Clean(string? message) =>
        message is null ? null : string.Concat(message.Trim().Take(MaxMessage).Chunk(MaxShown).Select(part => Names.Printable(new string(part))));
}
