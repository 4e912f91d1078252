using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Has the engine keep the key again. From when it has one the account's is Local, though the owner's opens the repositories
/// still: the weaker of the two is what is claimed.
/// </summary>
internal sealed class MoveToEngine(AccountRow account, AccountKey key, IReadOnlyList<StorageRow> places, WorkContext context)
{
    private readonly EngineServices _services = context.Services;
    private readonly KeySteps _steps = new(account, context.Progress);

    public async Task<Func<StateConnection, NewEncryptionKey>> RunAsync(Secret? presented, CancellationToken cancellationToken)
    {
        NewEncryptionKey moved = new(account.Path, KeyLocation.Local, Key: null, RemovedDownloads: 0);
        if (key is { IsRemote: false, IsMoving: false })
        {
            return _ => moved;
        }

        if (key.IsRemote && places.Count > 0)
        {
            await CallerKey.RequireAsync(_services, account, presented, context.Principal, cancellationToken).ConfigureAwait(false);
        }

        using Secret kept = Keep();
        KeyChange change = new(_services, account, places, presented, _steps);
        await change.AddAsync(kept, cancellationToken).ConfigureAwait(false);
        await change.RemoveOthersAsync(kept, cancellationToken).ConfigureAwait(false);
        _steps.Begin("Writing down who keeps the key");
        context.Afterwards = EndAsync;
        return db =>
        {
            AccountKeyStore.SetMoving(db, account, isMoving: false);
            return moved;
        };
    }

    /// <summary>Has the state keep a key; one that it keeps already stays, since a repository may open by no other.</summary>
    private Secret Keep()
    {
        if (key.SealedPassword is { } box)
        {
            return AccountRepository.Unseal(_services, account, box);
        }

        _steps.Begin("Writing down the new key");
        Secret made = AccountRepository.NewPassword();
        using StateTransaction transaction = _services.Database.BeginImmediate();
        context.Lease!.RequireHeld(transaction);
        AccountKeyStore.SetLocal(transaction, _services, account, made);
        transaction.Commit();
        return made;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        _steps.Begin("Deleting the key at the key command");
        await CopyRecords.WriteAsync(_services, account, places, cancellationToken).ConfigureAwait(false);
        RemoteKeys.Of(_services, account).Delete();
    }
}
