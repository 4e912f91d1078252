using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>
/// Keeps an account of this server out, and lets it in again: it is expired and its password locked, as usermod(8)
/// advises, so that neither a password nor a key nor a cron job gets it in.
/// </summary>
internal static class AccountSuspension
{
    private const string ModifyUser = "/usr/sbin/usermod";
    private const string LongAgo = "1";

    /// <exception cref="InvalidRequestException">The account is a folder, which nobody signs in to.</exception>
    public static void RequireSystemAccount(EngineServices services, AccountRow account, string what)
    {
        if (!AccountSources.Of(services, account).Any(source => source.Item == Backups.BackupItem.Config))
        {
            throw new InvalidRequestException("InvalidValue", $"\"{account.Path}\" is a folder and no account of this server: it can't be {what}.");
        }
    }

    /// <summary>Keeps the account out and ends what it runs.</summary>
    /// <param name="account">The account.</param>
    /// <param name="before">How it was before, where it is suspended already.</param>
    /// <param name="cancellationToken">Ends the wait for its processes.</param>
    /// <returns>How it was before.</returns>
    public static async Task<Suspension> SuspendAsync(AccountRow account, Suspension? before, CancellationToken cancellationToken)
    {
        AccountConfig live = Live(account);
        bool isOpen = live.PasswordHash is { Length: > 0 } hash && hash[0] is not ('!' or '*');
        string expiry = live.Aging?.Split(':')[^1] ?? "";
        await ExpireAsync(account, isOpen, cancellationToken).ConfigureAwait(false);
        await AccountProcesses.EndAsync(account, cancellationToken).ConfigureAwait(false);
        return new Suspension(expiry == LongAgo ? before?.Expiry ?? "" : expiry, isOpen || before?.IsLocked == true);
    }

    /// <summary>Keeps the account out that is about to be removed.</summary>
    public static Task ExpireAsync(AccountRow account, CancellationToken cancellationToken) => ExpireAsync(account, locks: false, cancellationToken);

    /// <summary>Lets the account in again as it was.</summary>
    public static Task ResumeAsync(AccountRow account, Suspension before, CancellationToken cancellationToken)
    {
        bool unlocks = before.IsLocked && Live(account).PasswordHash is ['!', _, ..];
        return SystemProgram.RunAsync(ModifyUser, [.. Option("--unlock", unlocks), "--expiredate", before.Expiry, "--", account.AccountName], default, cancellationToken);
    }

    private static Task ExpireAsync(AccountRow account, bool locks, CancellationToken cancellationToken) =>
        SystemProgram.RunAsync(ModifyUser, [.. Option("--lock", locks), "--expiredate", LongAgo, "--", account.AccountName], default, cancellationToken);

    private static string[] Option(string option, bool isGiven) => isGiven ? [option] : [];

    private static AccountConfig Live(AccountRow account) =>
        AccountFiles.Find(account.AccountName) is { } live && live.Uid == account.Uid
            ? live
            : throw new ItemFailedException($"\"{account.AccountName}\" with the user id {account.Uid} isn't an account of this server's own files.");
}
