using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Settings;

/// <summary>Every setting there is.</summary>
internal static class KnownSettings
{
    public static readonly FlagSetting SelfKeys = new(
        "selfKeys", initial: false, "Whether users make, disable and remove access keys of their own.") { BearsOnAccess = true };

    public static readonly RootsSetting ConnectorRoots = new(
        "connectorRoots", "Folders below which connectors of others than Administrator lie.");

    private static readonly SettingDefinition[] s_all = [ConnectorRoots, SelfKeys, .. ThrottleSettings.All, .. CredentialReportSettings.All];

    /// <summary>By name.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } = [.. s_all.OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>The setting of that name, in any case; null when there is none.</summary>
    public static SettingDefinition? Find(string name) =>
        All.FirstOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase));
}
