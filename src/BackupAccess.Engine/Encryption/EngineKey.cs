using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;

namespace BackupAccess.Engine.Encryption;

/// <summary>The key that the engine works on an account's repositories with: the sealed one, or the one that the key command hands it for the run.</summary>
internal static class EngineKey
{
    /// <summary>Opens one of the account's repositories.</summary>
    /// <param name="services">Whose state.</param>
    /// <param name="account">The account.</param>
    /// <param name="open">Opens with a password; asked again with another only where the first is the wrong one.</param>
    /// <exception cref="NotFoundException">The account has no repository yet.</exception>
    /// <exception cref="ConflictException">Its key was reset.</exception>
    /// <exception cref="BackupFailedException">The key command failed, or gave what doesn't open it.</exception>
    public static Task<T> UseAsync<T>(EngineServices services, AccountRow account, Func<Secret, Task<T>> open) =>
        UseAsync(services, account, AccountKey.Require(services, account), open);

    /// <inheritdoc cref="UseAsync{T}(EngineServices, AccountRow, Func{Secret, Task{T}})"/>
    public static async Task<T> UseAsync<T>(EngineServices services, AccountRow account, AccountKey key, Func<Secret, Task<T>> open)
    {
        if (key.Repositories == 0)
        {
            throw new NotFoundException("repository of account", account.Path);
        }

        if (key.SealedPassword is { } box)
        {
            using Secret password = AccountRepository.Unseal(services, account, box);
            try
            {
                return await open(password).ConfigureAwait(false);
            }
            catch (WrongPasswordException) when (key.IsMoving)
            {
                // The other's opens it.
            }
        }

        return await UseRemoteAsync(services, account, open).ConfigureAwait(false);
    }

    private static async Task<T> UseRemoteAsync<T>(EngineServices services, AccountRow account, Func<Secret, Task<T>> open)
    {
        using Secret handed = RemoteKeys.Of(services, account).Get();
        try
        {
            return await open(handed).ConfigureAwait(false);
        }
        catch (WrongPasswordException e)
        {
            throw RemoteKeys.Failed(account, $"what it gave opens no key of \"{AccountRepository.LocationOf(services, account)}\"", e);
        }
    }
}
