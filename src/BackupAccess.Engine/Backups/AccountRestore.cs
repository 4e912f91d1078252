using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Restores a selection of a backup into an open directory: never with more right than the account's own. What the
/// account owned is its own again where the process may give files away; what others owned stays with whoever runs
/// it, as everything does where it may not. Privileges are left out.
/// </summary>
internal static class AccountRestore
{
    private const int ProblemsKept = 100;

    /// <exception cref="InvalidRequestException">Neither or both of account and backup are given, or a path can't be one.</exception>
    public static void Validate(RestoreSelection selection)
    {
        if (selection.Account is null == selection.Backup is null)
        {
            throw new InvalidRequestException("InvalidValue", "A restore takes either an account or a backup.");
        }

        foreach (string path in selection.Paths)
        {
            if (BackupPath.Parse(path).Depth == 0)
            {
                throw new InvalidRequestException("InvalidValue", "A path to restore is not empty.");
            }
        }
    }

    public static BackupSubject Resolve(RestoreSelection selection, OperationContext context) =>
        selection.Backup is { } backup ? BackupLookup.Find(context, backup) : BackupLookup.FindLatest(context, selection.Account!);

    /// <summary>Refuses what can be seen to fail: unaccepted conditions, and one restore too many.</summary>
    public static void RequirePossible(RestoreSelection selection, BackupSubject subject, OperationContext context)
    {
        ConditionGate.Require(context.Db, selection);
        RestoreLimit.Require(context.Db, context.Services, subject.Account);
    }

    public static async Task<RestoreResult> RunAsync(
        BackupSubject subject, RestoreSelection selection, Func<DirectoryHandle> openTarget, string destination, RestoreConflict conflict, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> accepted = ConditionGate.Require(context.Services, selection);
        Repository.Files.RestoreResult result = await RestoreLimit
            .CountAsync(context.Services, subject.Account, () => AccountRepository.UseAsync(
                subject.Account,
                () => AccountRepository.OpenAsync(context.Services, subject.Account, cancellationToken),
                (repository, stop) => RestoreAsync(repository, subject, selection, openTarget, conflict, context, stop),
                cancellationToken))
            .ConfigureAwait(false);
        return new RestoreResult
        {
            BackupId = subject.Backup.Guid,
            Account = subject.Name,
            Destination = destination,
            Files = result.Files,
            Directories = result.Directories,
            Bytes = result.Bytes,
            Kept = result.Kept,
            Renamed = result.Renamed.Count,
            AcceptedConditions = accepted,
            ProblemCount = result.Problems.Count,
            Problems = [.. result.Problems.Take(ProblemsKept).Select(problem => $"{problem.Path}: {problem.Message}")],
        };
    }

    private static async Task<Repository.Files.RestoreResult> RestoreAsync(
        ResticRepository repository,
        BackupSubject subject,
        RestoreSelection selection,
        Func<DirectoryHandle> openTarget,
        RestoreConflict conflict,
        WorkContext context,
        CancellationToken cancellationToken)
    {
        Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), cancellationToken).ConfigureAwait(false);
        BackupItem main = ItemOf(selection, subject);
        ObjectId item = await FindItemAsync(repository, snapshot, main, subject.Name, cancellationToken).ConfigureAwait(false);
        BackupListing listing = new(repository, snapshot.Tree, ItemNames.PathOf(main));
        List<TreePath> selected = [];
        foreach (string path in selection.Paths)
        {
            selected.AddRange(await listing.ExpandAsync(path, cancellationToken).ConfigureAwait(false));
        }

        using DirectoryHandle target = openTarget();
        RestoreOptions options = Options(subject.Account, conflict, context.Services);
        return await new Restorer(repository)
            .RestoreAsync(item, selected, target, options, ProgressOf(subject, selection, context), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <exception cref="NotFoundException">The backup hasn't what is asked for.</exception>
    private static BackupItem ItemOf(RestoreSelection selection, BackupSubject subject)
    {
        BackupItem main = subject.Backup.MainItem;
        return selection.Items.All(item => item == main)
            ? main
            : throw new NotFoundException($"item in the backup of {subject.Name}", selection.Items.First(item => item != main).ToString());
    }

    private static async Task<ObjectId> FindItemAsync(ResticRepository repository, Snapshot snapshot, BackupItem item, string account, CancellationToken cancellationToken)
    {
        TreePath path = ItemNames.PathOf(item);
        if (path.Depth == 0)
        {
            return snapshot.Tree;
        }

        Node? node = await new TreeBrowser(repository).FindAsync(snapshot.Tree, path, cancellationToken).ConfigureAwait(false);
        return node?.Subtree ?? throw new NotFoundException($"item in the backup of {account}", item.ToString());
    }

    private static RestoreOptions Options(AccountRow account, RestoreConflict conflict, EngineServices services)
    {
        (uint uid, uint gid) = ((uint)account.Uid, (uint)account.Gid);
        return new RestoreOptions
        {
            Conflict = conflict switch
            {
                RestoreConflict.Overwrite => Repository.Files.RestoreConflict.Overwrite,
                RestoreConflict.Keep => Repository.Files.RestoreConflict.Keep,
                _ => Repository.Files.RestoreConflict.Rename,
            },
            Ownership = Environment.IsPrivilegedProcess
                ? RestoreOwnership.Within(new IdRange(uid, uid), new IdRange(gid, gid), gid)
                : RestoreOwnership.Restorer,
            Privileges = RestorePrivileges.Strip,
            TimeProvider = services.Time,
        };
    }

    private static IProgress<RestoreProgress>? ProgressOf(BackupSubject subject, RestoreSelection selection, WorkContext context)
    {
        BackupRow? whole = selection.Paths.Count == 0 ? subject.Backup : null;
        return context.Progress is null ? null : new ProgressRelay<RestoreProgress>(context.Progress, done =>
            new WorkProgress($"Restoring {subject.Name}", "Writing files", done.Files, whole?.Files, done.Bytes, whole?.Size));
    }
}
