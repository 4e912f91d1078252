using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Settings;

/// <summary>Every setting there is.</summary>
internal static class KnownSettings
{
    public static readonly FlagSetting SelfKeys = new(
        "selfKeys", initial: false, "Whether users make, disable and remove access keys of their own.")
    { BearsOnAccess = true };

    public static readonly RootsSetting ConnectorRoots = new(
        "connectorRoots", "Folders below which connectors of others than Administrator lie.");

    public static readonly HeadFileSetting AuditHeadFile = new(
        "audit.headFile", "The file, off this host, that the head of the audit log is written to.");

    public static readonly HeadCommandSetting AuditHeadCommand = new(
        "audit.headCommand", "The command that takes the head of the audit log off this host.");

    public static readonly NumberSetting AuditRetentionDays = new(
        "audit.retentionDays", initial: 0, least: 0, most: 36500, "How many days audit events are kept at least; 0 keeps them all.");

    public static readonly ApprovalOperationsSetting ApprovalOperations = new(
        "approval.operations", "Operations that need a second person's approval. Once any is named, a change of this and of the other approval settings needs one too.");

    public static readonly NumberSetting ApprovalExpiryHours = new(
        "approval.expiryHours", initial: 24, least: 1, most: 720, "Hours within which a request is approved and run.", guarded: true);

    public static readonly NumberSetting ApprovalQuietDays = new(
        "approval.quietDays", initial: 30, least: 1, most: 365, "Days that have to lie between a change of an approver by the requester and an approval.", guarded: true);

    public static readonly NumberSetting LockOwnerMaximum = new(
        "lock.ownerMaximum", initial: 10, least: 0, most: 1000, "Locks that a user may have placed on backups of owned accounts at once.");

    public static readonly NumberSetting LockOwnerMaximumDays = new(
        "lock.ownerMaximumDays", initial: 90, least: 1, most: 3650, "Days after which a lock on a backup of an owned account ends.");

    public static readonly FlagSetting MailSuccesses = new(
        "mail.successes", initial: true, "Whether an account's address is told also of backups, restores and downloads without a problem.");

    public static readonly ConfigurationSetting OnDemandConfiguration = new(
        "onDemand.configuration", "The configuration, as profile/name, whose items, excludes and plug-in backups on demand have.");

    public static readonly NumberSetting OnDemandMaximum = new(
        "onDemand.maximum", initial: 99, least: 0, most: AccountRules.MaxOnDemandLimit, "On-demand backups that an account may have where it has no maximum of its own.");

    public static readonly NumberSetting OnDemandRetain = new(
        "onDemand.retain", initial: 0, least: 0, most: AccountRules.MaxOnDemandLimit, "On-demand backups of an account that stay when another is taken, locked ones not counted; 0 keeps them all.", guarded: true);

    public static readonly NumberSetting OnDemandTtlDays = new(
        "onDemand.ttlDays", initial: 0, least: 0, most: 36500, "Days after which an on-demand backup goes; 0 for never.", guarded: true);

    public static readonly NumberSetting OrphanTtlDays = new(
        "orphan.ttlDays", initial: 180, least: 0, most: 36500, "Days after its creation that a backup of an orphan goes; 0 for never.", guarded: true);

    public static readonly ExcludesSetting Excludes = new(
        "excludes", "Globs relative to the home directory that the backups of every account leave out, before the account's own.");

    /// <summary>The most hours that a limit of restores may stretch over.</summary>
    public const int LongestRestoreWindow = 8760;

    public static readonly NumberSetting RestoreLimitCount = new(
        "restore.limit.count", initial: 0, least: 0, most: 10000, "How many restores of an account may begin within restore.limit.hours; 0 for any number.");

    public static readonly NumberSetting RestoreLimitHours = new(
        "restore.limit.hours", initial: 24, least: 1, most: LongestRestoreWindow, "The hours within which restore.limit.count restores of an account may begin.");

    private static readonly SettingDefinition[] s_all =
    [
        ApprovalExpiryHours, ApprovalOperations, ApprovalQuietDays, AuditHeadCommand, AuditHeadFile, AuditRetentionDays, ConnectorRoots,
        Excludes, LockOwnerMaximum, LockOwnerMaximumDays, MailSuccesses, OnDemandConfiguration, OnDemandMaximum, OnDemandRetain, OnDemandTtlDays, OrphanTtlDays, RestoreLimitCount, RestoreLimitHours,
        SelfKeys, .. DownloadSettings.All, .. EncryptionSettings.All, .. TaskSettings.All, .. ThrottleSettings.All, .. CredentialReportSettings.All,
    ];

    /// <summary>By name.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } = [.. s_all.OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>The setting of that name, in any case; null when there is none.</summary>
    public static SettingDefinition? Find(string name) =>
        All.FirstOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase));
}
