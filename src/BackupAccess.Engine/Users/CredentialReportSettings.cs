using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Users;

/// <summary>From when on the credential report flags a credential.</summary>
internal static class CredentialReportSettings
{
    public const int MostDays = 3650;

    public static readonly NumberSetting UnusedDays = new(
        "credentials.unusedDays", initial: 45, least: 1, MostDays, "After how many days without use the credential report flags a credential.");

    public static readonly NumberSetting OldDays = new(
        "credentials.oldDays", initial: 90, least: 1, MostDays, "After how many days without a change the credential report flags a credential.");

    public static IReadOnlyList<SettingDefinition> All { get; } = [UnusedDays, OldDays];
}
