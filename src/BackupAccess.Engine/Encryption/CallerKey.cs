using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// The key that somebody presents to see what is in an account's backups. Where the account's is Remote it alone opens the
/// repository for them, whatever the key command would hand the engine.
/// </summary>
internal static class CallerKey
{
    /// <summary>Opens the account's repository for a caller; reads no index.</summary>
    /// <exception cref="EncryptionKeyException">The key is missing, wrong, or comes too early after wrong ones.</exception>
    public static Task<ResticRepository> OpenAsync(EngineServices services, AccountRow account, Secret? key, string caller, CancellationToken cancellationToken)
    {
        // One look decides: of a key that becomes Remote after it, the engine's no longer opens.
        AccountKey kept = AccountKey.Require(services, account);
        return kept.IsRemote
            ? ProveAsync(services, account, key, caller, cancellationToken)
            : EngineKey.UseAsync(services, account, kept, password => AccountRepository.OpenAsync(services, account, password, cancellationToken));
    }

    /// <summary>Sees that a caller's key is the account's, where it has to be.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static Task RequireAsync(EngineServices services, AccountRow account, Secret? key, string caller, CancellationToken cancellationToken) =>
        RepositoryFailures.GuardAsync(account.Path, async () =>
        {
            if (AccountKey.Require(services, account).IsRemote)
            {
                await (await ProveAsync(services, account, key, caller, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }

            return true;
        });

    /// <summary>Sees that a key is there at all, before somebody is asked to approve what would be refused without.</summary>
    /// <exception cref="EncryptionKeyException">The account's is Remote, and none is presented.</exception>
    public static void RequireGiven(StateConnection db, AccountRow account, Secret? key)
    {
        if (key is null && AccountKey.Of(db, account).IsRemote)
        {
            throw Missing(account);
        }
    }

    private static async Task<ResticRepository> ProveAsync(EngineServices services, AccountRow account, Secret? key, string caller, CancellationToken cancellationToken)
    {
        KeyAttempt attempt = new(services, account, caller);
        attempt.RequireOpen();
        ResticRepository? opened = await TryOpenAsync(services, account, key ?? throw Missing(account), cancellationToken).ConfigureAwait(false);
        try
        {
            attempt.End(isRight: opened is not null);
            return opened!;
        }
        catch (EncryptionKeyException)
        {
            if (opened is not null)
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private static async Task<ResticRepository?> TryOpenAsync(EngineServices services, AccountRow account, Secret key, CancellationToken cancellationToken)
    {
        try
        {
            return await AccountRepository.OpenAsync(services, account, key, cancellationToken).ConfigureAwait(false);
        }
        catch (WrongPasswordException)
        {
            return null;
        }
    }

    private static EncryptionKeyException Missing(AccountRow account) =>
        new("EncryptionKeyRequired", $"The backups of \"{account.Path}\" open with the owner's encryption key, and none is given.");
}
