using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Catalogue;

/// <summary>Tells what became of accounts' catalogues.</summary>
internal static class CatalogueReport
{
    public static CatalogueUpdate Of(StateConnection db, Guid accountId, CatalogueOutcome outcome, CatalogueChanges changes, IReadOnlyList<string> findings)
    {
        AccountRow account = AccountStore.Find(db, accountId)!;
        IReadOnlyList<BackupRow> backups = BackupStore.AllOf(db, accountId);
        return new CatalogueUpdate
        {
            Account = account.Path,
            AccountId = accountId,
            Outcome = outcome,
            Owner = account.Owner,
            Backups = backups.Count,
            Locked = backups.Count(backup => backup.LockedAt is not null),
            Added = Ids(changes.Added),
            Changed = Ids(changes.Moved),
            Removed = Ids(changes.Removed),
            Findings = [.. findings, .. changes.Findings],
        };
    }

    public static CatalogueUpdate Failed(Guid account, string name, string finding) => new()
    {
        Account = name,
        AccountId = account,
        Outcome = CatalogueOutcome.Failed,
        Owner = null,
        Backups = 0,
        Locked = 0,
        Added = [],
        Changed = [],
        Removed = [],
        Findings = [finding.TrimEnd('.')],
    };

    private static Guid[] Ids(IReadOnlyList<BackupRow> backups) => [.. backups.Select(backup => backup.Guid)];
}
