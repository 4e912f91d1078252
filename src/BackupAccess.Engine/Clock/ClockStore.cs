using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Clock;

/// <summary>The clock table, of one row.</summary>
internal static class ClockStore
{
    public static ClockRow? Find(StateConnection db) => db.QueryFirst<ClockRow>(
        "SELECT seen_at AS SeenAt, boot AS Boot, boot_seen_at AS BootSeenAt, boot_uptime AS BootUptime, doubt AS Doubt FROM clock WHERE id = 1", new { });

    public static void Save(StateConnection db, ClockRow row) => db.Execute(
        """
        INSERT INTO clock (id, seen_at, boot, boot_seen_at, boot_uptime, doubt) VALUES (1, @SeenAt, @Boot, @BootSeenAt, @BootUptime, @Doubt)
        ON CONFLICT (id) DO UPDATE SET seen_at = @SeenAt, boot = @Boot, boot_seen_at = @BootSeenAt, boot_uptime = @BootUptime, doubt = @Doubt
        """,
        row);
}
