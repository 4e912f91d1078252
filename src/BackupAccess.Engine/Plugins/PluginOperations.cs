using System.Text.RegularExpressions;

namespace BackupAccess.Engine.Plugins;

/// <summary>What plug-ins can be asked for. Those that begin something have one that ends it.</summary>
internal static partial class PluginOperations
{
    public const string Describe = "describe";
    public const string Discover = "discover";
    public const string Quiesce = "quiesce";
    public const string Unquiesce = "unquiesce";
    public const string PreBackup = "preBackup";
    public const string PostBackup = "postBackup";
    public const string PreRestore = "preRestore";
    public const string PostRestore = "postRestore";
    public const string PreClone = "preClone";
    public const string PostClone = "postClone";

    private const string Custom = "custom:";

    private static readonly IReadOnlyList<string> s_fixed = [Describe, Discover, Quiesce, Unquiesce, PreBackup, PostBackup, PreRestore, PostRestore, PreClone, PostClone];

    /// <summary>What stands around a backup, the outermost first.</summary>
    public static IReadOnlyList<PluginPair> AroundBackup { get; } = [new(PreBackup, PostBackup), new(Quiesce, Unquiesce)];

    /// <summary>What stands around a restore.</summary>
    public static IReadOnlyList<PluginPair> AroundRestore { get; } = [new(PreRestore, PostRestore)];

    /// <summary>What stands around a clone.</summary>
    public static IReadOnlyList<PluginPair> AroundClone { get; } = [new(PreClone, PostClone)];

    public static bool IsCustom(string name) => name.StartsWith(Custom, StringComparison.Ordinal);

    /// <summary>Whether a person may ask for it. What belongs around work is the work's to ask for, in pairs.</summary>
    public static bool IsAskable(string name) => name is Describe or Discover || IsCustom(name);

    public static bool IsKnown(string name) => s_fixed.Contains(name) || (IsCustom(name) && CustomName().IsMatch(name[Custom.Length..]));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CustomName();
}
