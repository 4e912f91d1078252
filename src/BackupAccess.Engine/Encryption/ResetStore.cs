using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>The resets' SQL.</summary>
internal static class ResetStore
{
    private const string Select = "SELECT account_id AS AccountId, requested_by AS RequestedBy, requested_at AS RequestedAt, due_at AS DueAt, begun AS Begun FROM encryption_reset";

    public static ResetRow? Find(StateConnection db, AccountRow account) => db.QueryFirst<ResetRow>($"{Select} WHERE account_id = @Id", new { account.Id });

    /// <summary>Those that have taken effect and aren't done, save what failed a short while ago.</summary>
    public static IReadOnlyList<ResetRow> Due(StateConnection db, long now) =>
        db.Query<ResetRow>($"{Select} WHERE due_at <= @now AND retry_at <= @now ORDER BY due_at, account_id", new { now });

    public static void Insert(StateConnection db, ResetRow reset) => db.Execute(
        "INSERT INTO encryption_reset (account_id, requested_by, requested_at, due_at) VALUES (@AccountId, @RequestedBy, @RequestedAt, @DueAt)",
        new { reset.AccountId, reset.RequestedBy, reset.RequestedAt, reset.DueAt });

    public static void SetBegun(StateConnection db, AccountRow account, bool isBegun) =>
        db.Execute("UPDATE encryption_reset SET begun = @begun WHERE account_id = @Id", new { account.Id, begun = isBegun ? 1 : 0 });

    /// <summary>Writes down why it can't be done at the moment, and when it is tried again.</summary>
    /// <returns>Whether that is new.</returns>
    public static bool NoteFailure(StateConnection db, string account, string failure, long retryAt)
    {
        bool isNew = db.QueryScalar<long>("SELECT count(*) FROM encryption_reset WHERE account_id = @account AND coalesce(failure, '') <> @failure", new { account, failure }) > 0;
        db.Execute("UPDATE encryption_reset SET failure = @failure, retry_at = @retryAt WHERE account_id = @account", new { account, failure, retryAt });
        return isNew;
    }

    public static void Delete(StateConnection db, AccountRow account) => db.Execute("DELETE FROM encryption_reset WHERE account_id = @Id", new { account.Id });
}
