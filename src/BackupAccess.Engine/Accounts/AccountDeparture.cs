using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;

namespace BackupAccess.Engine.Accounts;

/// <summary>Takes accounts off the list. An account leaves an orphan behind, or nothing where it never had a repository and no plug-in has anything to end.</summary>
internal static class AccountDeparture
{
    /// <summary>How long a UUID without backup is remembered after the last thing that was done with it.</summary>
    public static TimeSpan Abandonment { get; } = TimeSpan.FromDays(14);

    /// <returns>Whether the UUID was dropped.</returns>
    public static bool Leave(OperationContext context, AccountRow account)
    {
        context.Db.Execute("DELETE FROM account_lease WHERE account_id = @Id", new { account.Id });
        bool isEmpty = account.Backups == 0
            && PluginUndoStore.Of(context.Db, account.Id).Count == 0
            && context.Db.QueryScalar<long>("SELECT count(*) FROM repository WHERE account_id = @Id", new { account.Id }) == 0;
        if (isEmpty)
        {
            AccountStore.Delete(context.Db, account.Guid);
        }
        else
        {
            AccountStore.SetGone(context.Db, account.Guid, context.Now);
        }

        return isEmpty;
    }
}
