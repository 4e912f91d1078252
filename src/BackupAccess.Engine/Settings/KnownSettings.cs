using BackupAccess.Engine.Audit;
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

    public static readonly HeadFileSetting AuditHeadFile = new(
        "audit.headFile", "The file, off this host, that the head of the audit log is written to.");

    public static readonly HeadCommandSetting AuditHeadCommand = new(
        "audit.headCommand", "The command that takes the head of the audit log off this host.");

    public static readonly NumberSetting AuditRetentionDays = new(
        "audit.retentionDays", initial: 0, least: 0, most: 36500, "How many days audit events are kept at least; 0 keeps them all.");

    private static readonly SettingDefinition[] s_all = 
    [
        AuditHeadCommand, AuditHeadFile, AuditRetentionDays, ConnectorRoots, SelfKeys, .. ThrottleSettings.All, .. CredentialReportSettings.All,
    ];

    /// <summary>By name.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } = [.. s_all.OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>The setting of that name, in any case; null when there is none.</summary>
    public static SettingDefinition? Find(string name) =>
        All.FirstOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase));
}
