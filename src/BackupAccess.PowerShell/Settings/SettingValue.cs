using System.Collections;
using System.Globalization;
using System.Management.Automation;
using BackupAccess.Engine.Settings;

namespace BackupAccess.PowerShell.Settings;

/// <summary>A setting's value as PowerShell has it: a bool, a number, a text or an array of texts.</summary>
internal static class SettingValue
{
    public static object? Of(SettingKind kind, IReadOnlyList<string> parts) => kind switch
    {
        SettingKind.Flag => bool.Parse(parts[0]),
        SettingKind.Number => int.Parse(parts[0], CultureInfo.InvariantCulture),
        SettingKind.List => parts.ToArray(),
        _ => parts.Count == 0 ? null : parts[0],
    };

    /// <summary>The parts as the engine takes them; nothing at all for null.</summary>
    public static IReadOnlyList<string> Parts(object? value) => value switch
    {
        null => [],
        PSObject wrapped => Parts(wrapped.BaseObject),
        string text => [text],
        IEnumerable items => [.. items.Cast<object?>().SelectMany(Parts)],
        IFormattable number => [number.ToString(null, CultureInfo.InvariantCulture)],
        _ => [value.ToString() ?? ""],
    };
}
