using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>One restore under way: an open backup, what of it is wanted, and what has become of that.</summary>
/// <param name="repository">The account's, locked, its index loaded.</param>
/// <param name="tree">The backup's tree.</param>
/// <param name="subject">The backup.</param>
/// <param name="into">The account that it is restored for: the backup's own, or another that gets a copy.</param>
/// <param name="paths">Of the one item wanted; none for all that is in the items.</param>
/// <param name="conflict">What happens where something is there already.</param>
/// <param name="context">Whose services and progress.</param>
internal sealed class RestoreWork(
    ResticRepository repository, ObjectId tree, BackupSubject subject, AccountRow into, IReadOnlyList<string> paths, RestoreConflict conflict, WorkContext context)
{
    public BackupSubject Subject => subject;

    public AccountRow Into => into;

    /// <summary>Whether it is a copy for another account.</summary>
    public bool IsClone => into.Id != subject.Account.Id;

    public RestoreConflict Conflict => conflict;

    /// <summary>What is wanted of the one item; none for all.</summary>
    public IReadOnlyList<string> Paths => paths;

    public WorkContext Context => context;

    public ResticRepository Repository => repository;

    public RestoreTally Tally { get; } = new();

    /// <summary>Whether the home directory has been put back, all of it.</summary>
    public bool IsHomeRestored { get; set; }

    /// <summary>The tree in which all items are.</summary>
    public ObjectId Tree => tree;

    /// <exception cref="NotFoundException">The backup hasn't that item.</exception>
    public async Task<ObjectId> FindAsync(BackupItem item, CancellationToken cancellationToken)
    {
        TreePath path = ItemNames.PathOf(item);
        if (path.Depth == 0)
        {
            return tree;
        }

        Node? node = await new TreeBrowser(repository).FindAsync(tree, path, cancellationToken).ConfigureAwait(false);
        return node?.Subtree ?? throw new NotFoundException($"item in the backup of {subject.Name}", item.ToString());
    }

    /// <summary>What the wanted paths are in an item, relative to it; none for all of it.</summary>
    public async Task<IReadOnlyList<TreePath>> SelectAsync(BackupItem item, CancellationToken cancellationToken)
    {
        BackupListing listing = new(repository, tree, ItemNames.PathOf(item));
        List<TreePath> selected = [];
        foreach (string path in paths)
        {
            selected.AddRange(await listing.ExpandAsync(path, cancellationToken).ConfigureAwait(false));
        }

        return selected;
    }

    /// <summary>Restores files and folders of a tree, never with more right than the account's own.</summary>
    public Task WriteAsync(ObjectId from, IReadOnlyList<TreePath> selected, DirectoryHandle target, CancellationToken cancellationToken)
    {
        (uint uid, uint gid) = ((uint)into.Uid, (uint)into.Gid);
        RestoreOwnership ownership = !Environment.IsPrivilegedProcess ? RestoreOwnership.Restorer
            : IsClone ? RestoreOwnership.Mapped((uint)subject.Account.Uid, uid, gid)
            : RestoreOwnership.Within(new IdRange(uid, uid), new IdRange(gid, gid), gid);
        return WriteAsync(from, selected, target, ownership, cancellationToken);
    }

    /// <summary>Restores what the system made for the account, so that it is the account's.</summary>
    public Task GiveAsync(ObjectId from, DirectoryHandle target, CancellationToken cancellationToken)
    {
        (uint uid, uint gid) = ((uint)into.Uid, (uint)into.Gid);
        RestoreOwnership ownership = Environment.IsPrivilegedProcess ? RestoreOwnership.Given(uid, gid) : RestoreOwnership.Restorer;
        return WriteAsync(from, [], target, ownership, cancellationToken);
    }

    /// <summary>Restores files and folders of a tree, to whom they are given.</summary>
    public async Task WriteAsync(ObjectId from, IReadOnlyList<TreePath> selected, DirectoryHandle target, RestoreOwnership ownership, CancellationToken cancellationToken)
    {
        RestoreOptions options = new()
        {
            Conflict = conflict switch
            {
                RestoreConflict.Overwrite => BackupAccess.Repository.Files.RestoreConflict.Overwrite,
                RestoreConflict.Keep => BackupAccess.Repository.Files.RestoreConflict.Keep,
                _ => BackupAccess.Repository.Files.RestoreConflict.Rename,
            },
            Ownership = ownership,
            Privileges = RestorePrivileges.Strip,
            TimeProvider = context.Services.Time,
        };
        Tally.Add(await new Restorer(repository).RestoreAsync(from, selected, target, options, Progress(), cancellationToken).ConfigureAwait(false));
    }

    private ProgressRelay<RestoreProgress>? Progress()
    {
        BackupRow? whole = paths.Count == 0 ? subject.Backup : null;
        return context.Progress is null ? null : new ProgressRelay<RestoreProgress>(context.Progress, done =>
            new WorkProgress($"Restoring {subject.Name}", "Writing files", done.Files, whole?.Files, done.Bytes, whole?.Size));
    }
}
