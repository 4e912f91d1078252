using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Restores a selection of a backup: never with more right than the account's own. What the account owned is its own
/// again where the process may give files away; what others owned stays with whoever runs it, as everything does where
/// it may not. Privileges are left out.
/// </summary>
internal static class AccountRestore
{
    /// <exception cref="InvalidRequestException">Neither or both of account and backup are given, or a path can't be one.</exception>
    public static void Validate(RestoreSelection selection)
    {
        if (selection.Account is null == selection.Backup is null)
        {
            throw new InvalidRequestException("InvalidValue", "A restore takes either an account or a backup.");
        }

        if (selection.Paths.Count > 0 && selection.Items.Distinct().Skip(1).Any())
        {
            throw new InvalidRequestException("InvalidValue", "Paths to restore are paths of one item, and several are named.");
        }

        foreach (string path in selection.Paths)
        {
            if (BackupPath.Parse(path).Depth == 0)
            {
                throw new InvalidRequestException("InvalidValue", "A path to restore is not empty.");
            }
        }
    }

    public static BackupSubject Resolve(RestoreSelection selection, OperationContext context)
    {
        BackupSubject subject = selection.Backup is { } backup ? BackupLookup.Find(context, backup) : BackupLookup.FindLatest(context, selection.Account!);
        return subject with { IsByConnector = context.Allows(subject.TargetsByConnector) };
    }

    /// <summary>The items wanted, in the order in which they are put into place.</summary>
    /// <exception cref="NotFoundException">The backup hasn't one that was named.</exception>
    public static IReadOnlyList<BackupItem> ItemsOf(RestoreSelection selection, BackupSubject subject)
    {
        IReadOnlyList<BackupItem> present = subject.Backup.ItemList;
        IReadOnlyList<BackupItem> wanted = selection.Items.Count > 0 ? [.. selection.Items.Distinct()]
            : selection.Paths.Count > 0 ? [subject.Backup.MainItem]
            : present;
        foreach (BackupItem missing in wanted.Except(present).Take(1))
        {
            throw new NotFoundException($"item in the backup of {subject.Name}", missing.ToString());
        }

        return [.. wanted.Order()];
    }

    /// <summary>Refuses a backup that was made by another program.</summary>
    /// <exception cref="InvalidRequestException">It is such a one.</exception>
    public static void RequireOwn(BackupSubject subject)
    {
        if (subject.Backup.IsForeign)
        {
            throw new InvalidRequestException("InvalidValue", $"The backup \"{subject.Id}\" was made by another program, and nothing tells what of it belongs into a home.");
        }
    }

    /// <summary>Refuses what can be seen to fail: unaccepted conditions, and one restore too many.</summary>
    public static void RequirePossible(RestoreSelection selection, AccountRow into, OperationContext context)
    {
        ConditionGate.Require(context.Db, selection);
        RestoreLimit.Require(context.Db, context.Services, into);
    }

    /// <summary>Opens the backup and has it restored for an account.</summary>
    public static async Task<RestoreResult> RunAsync(
        BackupSubject subject, AccountRow into, RestoreSelection selection, string destination, RestoreConflict conflict, WorkContext context, Func<RestoreWork, CancellationToken, Task> restore, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> accepted = ConditionGate.Require(context.Services, selection);
        return await RestoreLimit.CountAsync(context.Services, into, () => AccountRepository.UseAsync(
            subject.Account,
            () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
            async (repository, stop) =>
            {
                Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), stop).ConfigureAwait(false);
                RestoreWork work = new(repository, snapshot.Tree, subject, into, selection.Paths, conflict, context);
                await restore(work, stop).ConfigureAwait(false);
                return work.Tally.ToResult(subject, destination) with { AcceptedConditions = accepted };
            },
            cancellationToken)).ConfigureAwait(false);
    }
}
