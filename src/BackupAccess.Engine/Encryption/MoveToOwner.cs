using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Makes a key for the owner. Until the very end the account's is Local: killed anywhere before, its repositories open by
/// the key that the engine keeps or by the one that the key command has, and asking again goes on from there.
/// </summary>
internal sealed class MoveToOwner(AccountRow account, AccountKey key, IReadOnlyList<StorageRow> places, WorkContext context)
{
    private readonly EngineServices _services = context.Services;
    private readonly KeySteps _steps = new(account, context.Progress);

    public async Task<Func<StateConnection, NewEncryptionKey>> RunAsync(CancellationToken cancellationToken)
    {
        RemoteKeys command = RemoteKeys.Of(_services, account);
        KeyChange change = new(_services, account, places, presented: null, _steps);
        Secret? begun = key.IsMoving ? command.Find() : null;
        bool goesOn = begun is not null && await change.OpensAllAsync(begun, cancellationToken).ConfigureAwait(false);
        Secret made = goesOn ? begun! : AccountRepository.NewPassword();
        bool isMade = false;
        try
        {
            SetMoving();
            await change.AddAsync(made, cancellationToken).ConfigureAwait(false);
            if (!goesOn)
            {
                _steps.Begin("Handing the new key to the key command");
                command.Put(made);
            }

            await change.RemoveOthersAsync(made, cancellationToken).ConfigureAwait(false);
            _steps.Begin("Removing stored downloads");
            int removed = DownloadRemoval.RemoveStored(_services, context.Lease!, account);
            _steps.Begin("Writing down who keeps the key");
            context.Afterwards = EndAsync;
            isMade = true;
            return db => Complete(db, made, removed);
        }
        finally
        {
            if (!isMade)
            {
                made.Dispose();
            }
        }
    }

    private Task EndAsync(CancellationToken cancellationToken)
    {
        _steps.Begin("Writing the records of copies");
        return CopyRecords.WriteAsync(_services, account, places, cancellationToken);
    }

    private void SetMoving()
    {
        _steps.Begin("Writing down that the key is being changed");
        using StateTransaction transaction = _services.Database.BeginImmediate();
        context.Lease!.RequireHeld(transaction);
        AccountKeyStore.SetMoving(transaction, account, isMoving: true);
        transaction.Commit();
    }

    private NewEncryptionKey Complete(StateConnection db, Secret made, int removed)
    {
        if (DownloadStore.AnyStored(db, account.Id))
        {
            throw new ConflictException("Conflict", $"A download of \"{account.Path}\" was made meanwhile.");
        }

        if (AccountKey.Of(db, account).Repositories == 0)
        {
            AccountRepository.InsertRemote(db, _services, account);
        }

        AccountKeyStore.SetRemote(db, account);
        return new NewEncryptionKey(account.Path, KeyLocation.Remote, made, removed);
    }
}
