using System.Text.Json;

namespace BackupAccess.Engine.Plugins;

/// <summary>What a plug-in answered to a person.</summary>
public sealed record PluginResult
{
    public required string Plugin { get; init; }

    public required string Operation { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    /// <summary>What it says to people; null for nothing.</summary>
    public required string? Message { get; init; }

    /// <summary>What it has found out: texts, numbers, booleans, lists of them, and maps by name. Empty for nothing.</summary>
    public required IReadOnlyDictionary<string, object?> Data { get; init; }

    internal static PluginResult Of(RunPlugin request, PluginWork work, PluginAnswer answer) => new()
    {
        Plugin = request.Plugin.Text,
        Operation = request.Operation,
        Account = work.Account.Path,
        Message = answer.Message,
        Data = answer.Data is { } data ? Map(data) : [],
    };

    private static Dictionary<string, object?> Map(JsonElement map)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (JsonProperty property in map.EnumerateObject())
        {
            values[property.Name] = Value(property.Value);
        }

        return values;
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Map(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out long whole) => whole,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
