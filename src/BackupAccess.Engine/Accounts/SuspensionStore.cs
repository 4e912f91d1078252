using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>Which accounts are suspended, and how they were before.</summary>
internal static class SuspensionStore
{
    public static Suspension? Find(StateConnection db, AccountRow account) =>
        db.QueryFirst<Row>("SELECT expiry AS Expiry, is_locked AS IsLocked FROM account_suspension WHERE account_id = @Id", new { account.Id }) is { } row
            ? new Suspension(row.Expiry, row.IsLocked != 0)
            : null;

    public static void Set(StateConnection db, AccountRow account, Suspension before, long now) => db.Execute(
        """
        INSERT INTO account_suspension (account_id, suspended_at, expiry, is_locked) VALUES (@Id, @now, @Expiry, @IsLocked)
        ON CONFLICT (account_id) DO UPDATE SET expiry = excluded.expiry, is_locked = excluded.is_locked
        """,
        new { account.Id, now, before.Expiry, before.IsLocked });

    public static void Clear(StateConnection db, AccountRow account) => db.Execute("DELETE FROM account_suspension WHERE account_id = @Id", new { account.Id });

    private sealed record Row(string Expiry, long IsLocked);
}
