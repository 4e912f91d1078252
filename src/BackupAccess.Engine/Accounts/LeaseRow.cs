using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>A row of the account_lease table.</summary>
internal sealed record LeaseRow(string Holder, string Work, long ExpiresAt, long Renewals)
{
    /// <summary>The account's, or null when nobody works on it.</summary>
    public static LeaseRow? Find(StateConnection db, AccountRow account) => db.QueryFirst<LeaseRow>(
        "SELECT holder AS Holder, work AS Work, expires_at AS ExpiresAt, renewals AS Renewals FROM account_lease WHERE account_id = @Id", new { account.Id });
}
