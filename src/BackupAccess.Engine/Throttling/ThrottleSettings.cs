using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Throttling;

/// <summary>The settings of how failed sign-ins slow the next ones down. None makes anybody wait for more than a day.</summary>
internal static class ThrottleSettings
{
    private const long Second = 1_000_000;

    private static readonly NumberSetting s_freeFailures = new(
        "throttle.freeFailures", initial: 5, least: 1, most: 100, "How many failed sign-ins with a name or access key cause no delay.");

    private static readonly NumberSetting s_addressFreeFailures = new(
        "throttle.addressFreeFailures", initial: 20, least: 1, most: 10_000, "How many failed sign-ins from an address cause no delay.");

    private static readonly NumberSetting s_firstDelay = new(
        "throttle.firstDelaySeconds", initial: 1, least: 1, most: 3600, "The first delay; each further failure doubles it.");

    private static readonly NumberSetting s_longestDelay = new(
        "throttle.longestDelaySeconds", initial: 900, least: 1, most: 86_400, "The longest delay.");

    private static readonly NumberSetting s_memory = new(
        "throttle.forgetHours", initial: 24, least: 1, most: 720, "How long after the last failure all are forgotten.");

    public static IReadOnlyList<SettingDefinition> All { get; } = [s_freeFailures, s_addressFreeFailures, s_firstDelay, s_longestDelay, s_memory];

    public static ThrottleLimits Read(StateConnection db) => new(
        s_freeFailures.Read(db),
        s_addressFreeFailures.Read(db),
        s_firstDelay.Read(db) * Second,
        s_longestDelay.Read(db) * Second,
        s_memory.Read(db) * 3600 * Second);
}
