using System.Globalization;
using System.Text.Json.Nodes;

namespace BackupAccess.Engine.Plugins;

/// <summary>A plain value for a plug-in. It stands in approval requests, and so is never a secret.</summary>
/// <param name="Name">What the plug-in knows it by.</param>
/// <param name="Kind">What kind of value it is.</param>
/// <param name="Value">The value as text.</param>
public sealed record PluginParameter(string Name, PluginParameterKind Kind, string Value)
{
    internal bool IsValid => Kind switch
    {
        PluginParameterKind.Text => true,
        PluginParameterKind.Number => decimal.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        _ => Value is "true" or "false",
    };

    internal JsonNode? ToJson() => Kind switch
    {
        PluginParameterKind.Text => JsonValue.Create(Value),
        PluginParameterKind.Number => JsonValue.Create(decimal.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(Value == "true"),
    };
}
