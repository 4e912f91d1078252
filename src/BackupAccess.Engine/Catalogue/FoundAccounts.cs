using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Catalogue;

/// <summary>Looks through the storages for accounts. Of those that the state knows nothing is read.</summary>
internal static class FoundAccounts
{
    public static async Task<IReadOnlyList<FoundAccount>> ReadAsync(WorkContext context, CancellationToken cancellationToken)
    {
        List<FoundAccount> found = [];
        foreach (StorageRow storage in Storages(context.Services))
        {
            found.AddRange(await ReadAsync(context, storage, cancellationToken).ConfigureAwait(false));
        }

        return [.. found.GroupBy(account => account.Id).Select(ChooseOwn)];
    }

    /// <summary>
    /// Of the places that an account is found at, the one of its own repository: the record beside it says so, and of
    /// several the last. That it can't be read at the moment makes no copy the account's own.
    /// </summary>
    private static FoundAccount ChooseOwn(IEnumerable<FoundAccount> places)
    {
        FoundAccount[] inOrder = [.. places.OrderBy(place => place.Record is { IsCopy: true }).ThenByDescending(place => place.Record?.WrittenAt ?? long.MaxValue)];
        FoundAccount own = inOrder[0];
        string others = string.Join(", ", inOrder.Skip(1).Select(place => $"\"{place.Storage}\""));
        return inOrder.Length == 1 ? own
            : own.Problem is { } problem ? own with { Problem = $"{problem.TrimEnd('.')}; there is more of it in {others}" }
            : own with { Findings = [$"its repository is taken from \"{own.Storage}\"; there is more of it in {others}"] };
    }

    private static StorageRow[] Storages(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return [.. StorageCatalogue.All(services, db)];
    }

    private static async Task<IReadOnlyList<FoundAccount>> ReadAsync(WorkContext context, StorageRow storage, CancellationToken cancellationToken)
    {
        EngineServices services = context.Services;
        RecordFolder folder = new(storage.Path);
        IReadOnlyList<Guid> recorded = folder.List();
        List<FoundAccount> found = [];
        foreach (Guid id in recorded)
        {
            context.Progress?.Report(new WorkProgress("Bringing accounts back", "Reading repositories", found.Count, recorded.Count, 0, null));
            found.Add(IsKnown(services, id)
                ? new FoundAccount(id, storage.Name, null, null, null)
                : await ReadAsync(services, storage, id, cancellationToken).ConfigureAwait(false));
        }

        return [.. found, .. folder.ListRepositories().Except(recorded)
            .Where(id => !IsKnown(services, id))
            .Select(id => new FoundAccount(id, storage.Name, null, null, $"the repository has no record \"{folder.PathOf(id)}\""))];
    }

    private static bool IsKnown(EngineServices services, Guid account)
    {
        using StateConnection db = services.Database.Connect();
        return AccountStore.Find(db, account) is not null;
    }

    private static async Task<FoundAccount> ReadAsync(EngineServices services, StorageRow storage, Guid id, CancellationToken cancellationToken)
    {
        AccountRecord? record = null;
        try
        {
            record = RecordSeal.Open(services.Folder.Key, id, new RecordFolder(storage.Path).Get(id));
            AccountRow account = ToRow(record);
            StoredBackups stored = await AccountRepository
                .UseAsync(
                    account,
                    () => AccountRepository.OpenAsync(services, storage, id, record.Password, cancellationToken),
                    (repository, stop) => StoredBackups.ReadAsync(repository, account, stop),
                    cancellationToken)
                .ConfigureAwait(false);
            return new FoundAccount(id, storage.Name, record, stored, null);
        }
        catch (EngineException e)
        {
            return new FoundAccount(id, storage.Name, record, null, e.Message);
        }
    }

    /// <summary>The account as the record tells it, before the state knows it.</summary>
    private static AccountRow ToRow(AccountRecord record) => new(
        record.Id.ToString(),
        record.Connector.Id.ToString(),
        record.Connector.Name,
        ConnectorNumber: 0,
        ConnectorOpenLegacy: 0,
        record.Connector.RemovedAt,
        record.Name,
        record.Home,
        record.Uid,
        record.Gid,
        record.Device,
        record.Inode,
        record.Birth,
        record.Type,
        OwnerId: null,
        record.Owner,
        record.Email,
        record.MaxOnDemand,
        JsonText.FromList(record.Domains),
        JsonText.FromList(record.Excludes),
        record.DiscoveredAt,
        record.GoneAt,
        PriorityGroup: null,
        Tags: null,
        Backups: 0,
        LastBackupAt: 0,
        SuspendedAt: null);
}
