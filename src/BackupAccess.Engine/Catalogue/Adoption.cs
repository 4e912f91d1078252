using System.Security.Cryptography;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Catalogue;

/// <summary>Writes accounts that were found beside their repositories into the state.</summary>
internal static class Adoption
{
    public static IReadOnlyList<CatalogueUpdate> Apply(StateConnection db, EngineServices services, IReadOnlyList<FoundAccount> found)
    {
        CatalogueUpdate[] updates = [.. found.Select(account => Apply(db, services, account))];
        PolicyVersion.Raise(db, user: null);
        return updates;
    }

    private static CatalogueUpdate Apply(StateConnection db, EngineServices services, FoundAccount found)
    {
        if (found.Problem is { } problem)
        {
            return CatalogueReport.Failed(found.Id, found.Id.ToString(), problem);
        }

        return AccountStore.Find(db, found.Id) is not null ? Relink(db, found.Id)
            : found is { Record: { } record, Stored: { } stored } ? Adopt(db, services, found, record, stored)
            : CatalogueReport.Failed(found.Id, found.Id.ToString(), "the account has left the state meanwhile");
    }

    private static CatalogueUpdate Adopt(StateConnection db, EngineServices services, FoundAccount found, AccountRecord record, StoredBackups stored)
    {
        List<string> findings = [.. found.Findings];
        ConnectorRow connector = AdoptConnector(db, services, found.Storage, record.Connector, findings);
        long? gone = record.GoneAt ?? connector.RemovedAt;
        if (gone is null && AccountStore.LiveOf(db, connector.Guid).Any(other => other.AccountName == record.Name))
        {
            gone = services.Time.Now();
            findings.Add($"an account \"{connector.Name}/{record.Name}\" was discovered since: this one comes back as an orphan");
        }

        UserRow? owner = FindOwner(db, record.OwnerId, record.Owner);
        if (record.Owner is not null && owner is null)
        {
            findings.Add($"there is no user \"{record.Owner}\", who owned it");
        }

        AccountStore.Insert(db, record, connector.Guid, gone, owner?.Guid);
        using Secret? password = record.Password is null ? null : new Secret(record.Password);
        AccountRepository.Insert(db, services, AccountStore.Find(db, record.Id)!, found.Storage, password, record.RepositoryCreatedAt);
        CryptographicOperations.ZeroMemory(record.Password);
        return CatalogueReport.Of(db, record.Id, CatalogueOutcome.Adopted, AdoptBackups(db, record, stored), findings);
    }

    private static CatalogueChanges AdoptBackups(StateConnection db, AccountRecord record, StoredBackups stored)
    {
        bool IsTaken(Guid id) => BackupStore.Find(db, id) is not null;

        foreach (BackupRecord backup in record.Backups.Where(backup => !IsTaken(backup.Id)))
        {
            BackupStore.Insert(db, backup.ToRow(record.Id));
        }

        CatalogueChanges changes = CatalogueChanges.Between(BackupStore.AllOf(db, record.Id), stored, IsTaken);
        changes.Apply(db);
        return changes;
    }

    /// <summary>An account that came back without its owner gets it when a user of that name is there.</summary>
    private static CatalogueUpdate Relink(StateConnection db, Guid account)
    {
        string? former = db.QueryFirst<string>("SELECT former_owner FROM account WHERE id = @id", new { id = account.ToString() });
        UserRow? owner = FindOwner(db, id: null, former);
        if (owner is not null)
        {
            AccountStore.SetOwner(db, account, owner.Guid);
        }

        AccountRecords.MarkDue(db, account);
        return CatalogueReport.Of(
            db,
            account,
            owner is null ? CatalogueOutcome.Unchanged : CatalogueOutcome.Updated,
            new CatalogueChanges([], [], [], [], []),
            former is null ? [] : [owner is null ? $"there is no user \"{former}\", who owned it" : $"\"{former}\" owns it again"]);
    }

    private static UserRow? FindOwner(StateConnection db, Guid? id, string? name) =>
        (id is { } known ? UserStore.Find(db, known) : null) ?? (name is null ? null : UserStore.Find(db, name));

    /// <summary>
    /// The connector under its own id. Where its name or its place is another's by now it comes back as removed, and
    /// the account as an orphan; one of the same name, kind and path is taken for it.
    /// </summary>
    private static ConnectorRow AdoptConnector(StateConnection db, EngineServices services, string storage, ConnectorRecord record, List<string> findings)
    {
        if (ConnectorStore.FindEver(db, record.Id) is { } known)
        {
            return known;
        }

        ConnectorRow? namesake = record.RemovedAt is null ? ConnectorStore.Find(db, record.Name) : null;
        if (namesake is not null && namesake.Kind == record.Kind && namesake.Path == record.Path)
        {
            return namesake;
        }

        string? taken = record.RemovedAt is not null ? null
            : namesake is not null ? $"the connector \"{record.Name}\" is another by now"
            : InTheWay(db, services, record) is { } other ? $"the connector \"{record.Name}\" overlaps {other}"
            : null;
        if (taken is not null)
        {
            findings.Add($"{taken}: the account comes back as an orphan");
        }

        ConnectorRow connector = new(
            record.Id.ToString(),
            ConnectorStore.NextNumber(db),
            record.Name,
            record.Kind,
            record.Path,
            storage,
            record.Legacy ? 1 : 0,
            record.RestrictedAt,
            SynchronizedAt: null,
            record.CreatedAt,
            taken is null ? record.RemovedAt : services.Time.Now());
        ConnectorStore.Insert(db, connector);
        return connector;
    }

    private static string? InTheWay(StateConnection db, EngineServices services, ConnectorRecord record) =>
        record.Path is { } path && ConnectorPath.Overlap(path, services.Folder.Path) ? "the state folder"
        : ConnectorStore.All(db).FirstOrDefault(other => Overlap(record, other)) is { } connector ? $"the connector \"{connector.Name}\""
        : StorageStore.All(db).FirstOrDefault(other => record.Path is not null && ConnectorPath.Overlap(record.Path, other.Path)) is { } inTheWay ? $"the storage \"{inTheWay.Name}\""
        : null;

    private static bool Overlap(ConnectorRecord record, ConnectorRow other) =>
        record.Path is null || other.Path is null ? record.Path == other.Path : ConnectorPath.Overlap(record.Path, other.Path);
}
