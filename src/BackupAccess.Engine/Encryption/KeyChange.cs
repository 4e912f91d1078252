using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Storage;
using BackupAccess.Repository;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Locks;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Puts another key in the place of all that open an account's repositories. They are added everywhere before any is
/// removed anywhere, so that at each moment the engine has one that opens each repository.
/// </summary>
/// <param name="services">Whose state.</param>
/// <param name="account">Whose repositories.</param>
/// <param name="places">Where they are.</param>
/// <param name="presented">The key that the caller presents; null for none.</param>
/// <param name="steps">Told of each step.</param>
internal sealed class KeyChange(EngineServices services, AccountRow account, IReadOnlyList<StorageRow> places, Secret? presented, KeySteps steps)
{
    /// <summary>Lets a key open every repository, and sees that it does.</summary>
    public async Task AddAsync(Secret key, CancellationToken cancellationToken)
    {
        foreach (StorageRow place in places)
        {
            steps.Begin($"Adding the new key in {place.Name}");
            await RepositoryFailures.GuardAsync(account.Path, () => AddAsync(place, key, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Removes every other key, and what is left of keys that were never finished.</summary>
    public async Task RemoveOthersAsync(Secret key, CancellationToken cancellationToken)
    {
        foreach (StorageRow place in places)
        {
            steps.Begin($"Removing other keys in {place.Name}");
            await AccountRepository
                .UseLockedAsync(account, () => OpenAsync(place, key, cancellationToken), LockMode.Exclusive, (repository, stop) => RemoveOthersAsync(place, repository, stop), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Whether a key opens every repository.</summary>
    public Task<bool> OpensAllAsync(Secret key, CancellationToken cancellationToken) => RepositoryFailures.GuardAsync(account.Path, async () =>
    {
        foreach (StorageRow place in places)
        {
            if (!await OpensAsync(place, key, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    });

    private async Task<bool> AddAsync(StorageRow place, Secret key, CancellationToken cancellationToken)
    {
        if (await OpensAsync(place, key, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        ResticRepository repository = await OpenByKnownAsync(place, cancellationToken).ConfigureAwait(false);
        await using (repository.ConfigureAwait(false))
        {
            await AccountRepository.HoldAsync(repository, LockMode.Shared, stop => repository.AddKeyAsync(key.Utf8, stop), cancellationToken).ConfigureAwait(false);
        }

        await (await OpenAsync(place, key, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        return true;
    }

    private async Task<bool> OpensAsync(StorageRow place, Secret key, CancellationToken cancellationToken)
    {
        try
        {
            await (await OpenAsync(place, key, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (WrongPasswordException)
        {
            return false;
        }
    }

    private async Task<ResticRepository> OpenByKnownAsync(StorageRow place, CancellationToken cancellationToken)
    {
        try
        {
            if (presented is not null)
            {
                return await OpenAsync(place, presented, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (WrongPasswordException)
        {
            // Of a change that was cut off, the engine has the key that does.
        }

        return await EngineKey.UseAsync(services, account, password => OpenAsync(place, password, cancellationToken)).ConfigureAwait(false);
    }

    private Task<ResticRepository> OpenAsync(StorageRow place, Secret key, CancellationToken cancellationToken) =>
        AccountRepository.OpenAsync(services, place, account.Guid, key.Utf8, cancellationToken);

    private async Task<bool> RemoveOthersAsync(StorageRow place, ResticRepository repository, CancellationToken cancellationToken)
    {
        RepositoryKey[] others = await repository.ListKeysAsync(cancellationToken).Where(key => !key.IsCurrent).ToArrayAsync(cancellationToken).ConfigureAwait(false);
        foreach (RepositoryKey other in others)
        {
            await repository.RemoveKeyAsync(other.Id, cancellationToken).ConfigureAwait(false);
        }

        await StorageCatalogue.Open(services, place, account.Guid).RemoveUnfinishedAsync(DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
