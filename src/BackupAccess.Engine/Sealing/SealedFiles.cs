using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Sealing;

/// <summary>Seals anew what lies sealed in the storages: the accounts' records beside repositories and their copies.</summary>
internal sealed class SealedFiles(EngineServices services, IProgress<WorkProgress>? progress)
{
    private readonly List<string> _left = [];

    /// <summary>What is still sealed under the key before, or may be, and why.</summary>
    public IReadOnlyList<string> Left => _left;

    /// <summary>How many were sealed anew.</summary>
    public long Count { get; private set; }

    public void SealAnew(CancellationToken cancellationToken)
    {
        IReadOnlyList<(StorageRow Storage, Guid Account)> records = [.. Storages().SelectMany(List)];
        for (int i = 0; i < records.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (StorageRow storage, Guid account) = records[i];
            Report($"Sealing the records in {storage.Name}", i, records.Count);
            SealAnew(storage, account);
        }

        if (_left.Count == 0)
        {
            Report("Letting go of the key before", records.Count, records.Count);
        }
    }

    private void Report(string stage, int done, int total) =>
        progress?.Report(new WorkProgress("Changing the state's key", stage, done, total, 0, null));

    private StorageRow[] Storages()
    {
        using StateConnection db = services.Database.Connect();
        return [.. StorageCatalogue.All(services, db)];
    }

    private IEnumerable<(StorageRow Storage, Guid Account)> List(StorageRow storage)
    {
        // The default one is made with its first repository; of another, a disk may not be mounted.
        if (!Directory.Exists(storage.Path) && !StorageCatalogue.IsDefault(storage.Name))
        {
            _left.Add($"storage \"{storage.Name}\" is not there");
            return [];
        }

        try
        {
            return new RecordFolder(storage.Path).List().Select(account => (storage, account));
        }
        catch (BackupFailedException e)
        {
            _left.Add(e.Message.TrimEnd('.'));
            return [];
        }
    }

    /// <summary>The transaction keeps apart two who write a record. One that no key of this state opens is another state's, and stays as it is.</summary>
    private void SealAnew(StorageRow storage, Guid account)
    {
        RecordFolder folder = new(storage.Path);
        try
        {
            using StateTransaction transaction = services.Database.BeginImmediate();
            if (RecordSeal.SealAnew(services.Folder.Key, account, folder.Get(account)) is { } record)
            {
                StorageCatalogue.RequireWritable(storage);
                folder.Put(account, record);
                Count++;
            }

            transaction.Commit();
        }
        catch (EngineException e) when (e is BackupFailedException or ConflictException)
        {
            _left.Add(e.Message.TrimEnd('.'));
        }
    }
}
