using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tasks;

/// <summary>How many tasks run at once, and how long ended ones are kept.</summary>
internal static class TaskSettings
{
    private const int Initial = 5;
    private const int Most = 10;
    private const long MicrosecondsADay = 86_400_000_000L;

    private static readonly NumberSetting s_backup = new(
        "lanes.backup", Initial, least: 1, Most, "How many backups run at once, in all processes together.");

    private static readonly NumberSetting s_restore = new(
        "lanes.restore", Initial, least: 1, Most, "How many restores, clones and downloads run at once, in all processes together.");

    private static readonly NumberSetting s_retention = new(
        "tasks.retentionDays", initial: 30, least: 1, most: 3650, "Days after which an ended task is no longer listed.");

    public static IReadOnlyList<SettingDefinition> All { get; } = [s_backup, s_restore, s_retention];

    public static int LanesOf(StateConnection db, TaskLane lane) => (lane == TaskLane.Backup ? s_backup : s_restore).Read(db);

    /// <summary>The time before which ended tasks are cleared.</summary>
    public static long KeptSince(StateConnection db, long now) => now - (s_retention.Read(db) * MicrosecondsADay);
}
