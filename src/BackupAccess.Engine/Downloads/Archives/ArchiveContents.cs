using System.Runtime.CompilerServices;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>What of a backup goes into an archive: each entry by its path in the snapshot, from the item's folder on.</summary>
internal sealed class ArchiveContents(ResticRepository repository, ObjectId tree, BackupSubject subject, RestoreSelection selection)
{
    private readonly TreeBrowser _browser = new(repository);

    /// <exception cref="NotFoundException">The backup hasn't an item that is asked for.</exception>
    /// <exception cref="TreePathNotFoundException">It hasn't a path that is.</exception>
    public async IAsyncEnumerable<TreeEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (TreePath root in await RootsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (root.Depth > 0 && await _browser.FindAsync(tree, root, cancellationToken).ConfigureAwait(false) is { Type: NodeType.Dir } folder)
            {
                yield return new TreeEntry(root, folder);
            }

            await foreach (TreeEntry entry in _browser.WalkAsync(tree, root, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    /// <summary>In order, none of them within another.</summary>
    private async Task<IReadOnlyList<TreePath>> RootsAsync(CancellationToken cancellationToken)
    {
        BackupItem main = subject.Backup.MainItem;
        BackupItem[] whole = [.. selection.Items.Distinct().Where(item => item != main || selection.Paths.Count == 0)];
        HashSet<TreePath> roots = selection.Items.Count == 0 && selection.Paths.Count == 0 ? [TreePath.Root] : [];
        foreach (BackupItem item in whole)
        {
            roots.Add(await RequireAsync(item, cancellationToken).ConfigureAwait(false));
        }

        if (selection.Paths.Count > 0)
        {
            TreePath item = await RequireAsync(main, cancellationToken).ConfigureAwait(false);
            BackupListing listing = new(repository, tree, item);
            foreach (string path in selection.Paths)
            {
                IReadOnlyList<TreePath> found = await listing.ExpandAsync(path, cancellationToken).ConfigureAwait(false);
                roots.UnionWith(found.Select(below => below.ToNames().Aggregate(item, (above, name) => above.Append(name))));
            }
        }

        return [.. roots.Where(root => !IsWithinAnother(root, roots)).OrderBy(root => root.ToString(), StringComparer.Ordinal)];
    }

    private async Task<TreePath> RequireAsync(BackupItem item, CancellationToken cancellationToken)
    {
        TreePath path = ItemNames.PathOf(item);
        return path.Depth == 0 || await _browser.FindAsync(tree, path, cancellationToken).ConfigureAwait(false) is { Type: NodeType.Dir }
            ? path
            : throw new NotFoundException($"item in the backup of {subject.Name}", item.ToString());
    }

    private static bool IsWithinAnother(TreePath path, HashSet<TreePath> roots)
    {
        for (TreePath? above = path.Parent; above is not null; above = above.Parent)
        {
            if (roots.Contains(above))
            {
                return true;
            }
        }

        return false;
    }
}
