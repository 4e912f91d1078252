using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>Removes an account of this server that a backup is about to make anew.</summary>
internal static class AccountTermination
{
    private const string DeleteUser = "/usr/sbin/userdel";

    /// <summary>Begins only when what the account is made from is there and can be used. One that is gone already stays gone.</summary>
    /// <exception cref="BackupFailedException">It can't be, or a step failed.</exception>
    public static async Task RunAsync(RestoreWork work, CancellationToken cancellationToken)
    {
        AccountRow account = work.Subject.Account;
        try
        {
            ItemRestore restore = new(work, BackupItem.Config, account, await work.FindAsync(BackupItem.Config, cancellationToken).ConfigureAwait(false), []);
            AccountConfig config = await ConfigSource.ReadAsync(restore, cancellationToken).ConfigureAwait(false);
            AccountMaking.RequireGroup(config);
            if (account.IsOrphan || AccountFiles.Find(account.AccountName) is null)
            {
                return;
            }

            HomeIdentity.OpenHome(account, work.Context.Services.Folder).Dispose();
            await RemoveAsync(account, cancellationToken).ConfigureAwait(false);
        }
        catch (ItemFailedException e)
        {
            throw new BackupFailedException("DestinationUnavailable", $"\"{account.Path}\" can't be terminated: {e.Message}", e);
        }

        using StateTransaction transaction = work.Context.Services.Database.BeginImmediate();
        work.Context.Record(transaction, work.Subject, "terminated the account");
        transaction.Commit();
    }

    private static async Task RemoveAsync(AccountRow account, CancellationToken cancellationToken)
    {
        await AccountSuspension.ExpireAsync(account, cancellationToken).ConfigureAwait(false);
        await AccountProcesses.EndAsync(account, cancellationToken).ConfigureAwait(false);
        await CronSource.RemoveAsync(account, cancellationToken).ConfigureAwait(false);
        await SystemProgram.RunAsync(DeleteUser, ["--remove", "--", account.AccountName], default, cancellationToken).ConfigureAwait(false);
    }
}
