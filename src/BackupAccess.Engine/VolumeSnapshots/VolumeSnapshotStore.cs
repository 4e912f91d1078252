using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>The SQL of snapshots that were asked for.</summary>
internal static class VolumeSnapshotStore
{
    private const string Select = """
        SELECT s.name AS Name, s.connector_id AS ConnectorId, s.account_id AS AccountId, s.controller AS Controller, s.volume AS Volume,
               s.asked_at AS AskedAt, s.kept AS Kept, s.attempts AS Attempts
        FROM volume_snapshot s JOIN connector c ON c.id = s.connector_id
        """;

    // Of a connector that is gone nothing stays.
    private const string IsToGo = "(s.kept = 0 OR c.removed_at IS NOT NULL)";

    public static void Insert(StateConnection db, VolumeSnapshotRow row) => db.Execute(
        """
        INSERT INTO volume_snapshot (name, connector_id, account_id, controller, volume, asked_at)
        VALUES (@Name, @ConnectorId, @AccountId, @Controller, @Volume, @AskedAt)
        """,
        row);

    public static void Delete(StateConnection db, string name) => db.Execute("DELETE FROM volume_snapshot WHERE name = @name", new { name });

    public static HashSet<string> Names(StateConnection db) => [.. db.Query<string>("SELECT name FROM volume_snapshot")];

    /// <summary>What earlier backups of an account have left, which is nobody's while the account is ours.</summary>
    public static IReadOnlyList<VolumeSnapshotRow> LeftOf(StateConnection db, AccountRow account) =>
        db.Query<VolumeSnapshotRow>($"{Select} WHERE s.account_id = @Id AND {IsToGo} ORDER BY s.asked_at", new { account.Id });

    /// <summary>Lets a snapshot stay, and the oldest go that are more than are to stay.</summary>
    /// <returns>Those.</returns>
    public static IReadOnlyList<VolumeSnapshotRow> Keep(StateTransaction db, VolumeSnapshotRow row, int count)
    {
        db.Execute("UPDATE volume_snapshot SET kept = 1 WHERE name = @Name", row);
        IReadOnlyList<VolumeSnapshotRow> over =
            [.. db.Query<VolumeSnapshotRow>($"{Select} WHERE s.connector_id = @ConnectorId AND s.kept = 1 ORDER BY s.asked_at DESC, s.name DESC", row).Skip(count)];
        foreach (VolumeSnapshotRow old in over)
        {
            db.Execute("UPDATE volume_snapshot SET kept = 0 WHERE name = @Name", old);
        }

        return over;
    }

    public static bool AnyDue(StateConnection db, long now) => db.QueryScalar<long>("SELECT count(*) FROM (SELECT 1 FROM volume_snapshot WHERE due_at <= @now LIMIT 1)", new { now }) > 0;

    /// <summary>Takes for this process what is to go and in no backup's use; others leave it until then.</summary>
    public static IReadOnlyList<VolumeSnapshotRow> Claim(StateTransaction db, long now, long until)
    {
        IReadOnlyList<VolumeSnapshotRow> due = db.Query<VolumeSnapshotRow>($"{Select} WHERE s.due_at <= @now AND {IsToGo} ORDER BY s.due_at, s.asked_at", new { now });
        VolumeSnapshotRow[] free = [.. due.Where(row => AccountStore.Find(db, Guid.Parse(row.AccountId)) is not { } account || AccountLease.Find(db, account) is not { } lease || lease.IsOver(now))];
        foreach (VolumeSnapshotRow row in free)
        {
            db.Execute("UPDATE volume_snapshot SET due_at = @until, attempts = attempts + 1 WHERE name = @Name", new { row.Name, until });
        }

        return free;
    }
}
