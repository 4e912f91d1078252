using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Finds backups for a caller.</summary>
internal static class BackupLookup
{
    private const int MinPrefix = 8;

    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    /// <exception cref="InvalidRequestException">The caller knows several whose id begins so.</exception>
    public static BackupSubject Find(OperationContext context, BackupReference reference)
    {
        BackupSubject[] known = [.. Candidates(context, reference)
            .Select(backup => new BackupSubject(backup, AccountStore.Find(context.Db, Guid.Parse(backup.AccountId))!))
            .Where(backup => context.MayKnow<ListBackups>(backup.Account.Target))];
        return known switch
        {
            [BackupSubject only] => only,
            [] => throw new NotFoundException("backup", Names.Printable(reference.Text)) { IsHidden = Candidates(context, reference).Count > 0 },
            _ => throw new InvalidRequestException("AmbiguousName", $"Several backups begin with \"{reference.Text}\"."),
        };
    }

    /// <summary>The account's newest backup, of those that were made here.</summary>
    /// <exception cref="NotFoundException">The account, or a backup of it, isn't there or isn't the caller's to know.</exception>
    public static BackupSubject FindLatest(OperationContext context, AccountReference reference)
    {
        AccountRow account = AccountLookup.Find(context, reference);
        BackupRow? latest = BackupStore.LatestOf(context.Db, account.Guid);
        return latest is null ? throw new NotFoundException("backup of account", account.Path) : new BackupSubject(latest, account);
    }

    /// <exception cref="ConflictException">Its removal has begun, which a lock or a hold would come too late for.</exception>
    public static void RequireStaying(BackupSubject subject)
    {
        if (subject.Backup.RemovingAt is not null)
        {
            throw new ConflictException("Conflict", $"The backup \"{subject.Id}\" of \"{subject.Name}\" is being removed from its repository or replaced there.");
        }
    }

    private static IReadOnlyList<BackupRow> Candidates(OperationContext context, BackupReference reference)
    {
        if (reference.Id is { } id || Guid.TryParse(reference.Text, out id))
        {
            return BackupStore.Find(context.Db, id) is { } backup ? [backup] : [];
        }

        return reference.Text.Length >= MinPrefix ? BackupStore.FindByPrefix(context.Db, reference.Text.ToLowerInvariant()) : [];
    }
}
