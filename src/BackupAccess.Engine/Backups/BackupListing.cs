using System.Runtime.CompilerServices;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Finds entries of an item by a path that may hold wildcards in any part. A path without any names what lies there: a
/// folder's content, or the entry itself. With wildcards, each entry that matches is meant; none is no failure.
/// </summary>
internal sealed class BackupListing(ResticRepository repository, ObjectId tree, TreePath item)
{
    private readonly TreeBrowser _browser = new(repository);

    /// <summary>What lies at a path; with <see cref="BrowseDepth.All"/> everything below it, or what matches its last part at any depth.</summary>
    /// <exception cref="TreePathNotFoundException">A path without wildcards isn't there.</exception>
    public IAsyncEnumerable<TreeEntry> ListAsync(string path, BrowseDepth depth, CancellationToken cancellationToken)
    {
        string[] parts = BackupPath.Split(path);
        return Array.Exists(parts, BackupPath.IsPattern) ? MatchAsync(parts, depth, cancellationToken)
            : depth == BrowseDepth.All ? _browser.WalkAsync(tree, BackupPath.Below(item, path), cancellationToken)
            : _browser.ListAsync(tree, BackupPath.Below(item, path), cancellationToken);
    }

    /// <summary>The entries that a path means, to restore them: relative to the item. An entry of that very name goes before a pattern.</summary>
    /// <exception cref="TreePathNotFoundException">There is none.</exception>
    public async Task<IReadOnlyList<TreePath>> ExpandAsync(string path, CancellationToken cancellationToken)
    {
        TreePath below = BackupPath.Below(item, path);
        if (await _browser.FindAsync(tree, below, cancellationToken).ConfigureAwait(false) is not null)
        {
            return [BackupPath.WithinItem(item, below)];
        }

        string[] parts = BackupPath.Split(path);
        TreePath[] found = Array.Exists(parts, BackupPath.IsPattern)
            ? await MatchAsync(parts, BrowseDepth.Children, cancellationToken).Select(entry => BackupPath.WithinItem(item, entry.Path)).ToArrayAsync(cancellationToken).ConfigureAwait(false)
            : [];
        return found.Length > 0 ? found : throw new TreePathNotFoundException(BackupPath.WithinItem(item, below));
    }

    private async IAsyncEnumerable<TreeEntry> MatchAsync(string[] parts, BrowseDepth depth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string last = parts[^1];
        await foreach (TreePath folder in FoldersAsync(parts[..^1], cancellationToken).ConfigureAwait(false))
        {
            IAsyncEnumerable<TreeEntry> entries = depth == BrowseDepth.All
                ? _browser.WalkAsync(tree, folder, cancellationToken)
                : _browser.ListAsync(tree, folder, cancellationToken);
            await foreach (TreeEntry entry in entries.ConfigureAwait(false))
            {
                if (Matches(last, entry.Node))
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>The folders that match part by part, in order, found as they are asked for.</summary>
    private async IAsyncEnumerable<TreePath> FoldersAsync(string[] parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stack<(TreePath Folder, int Depth)> open = new([(item, 0)]);
        while (open.TryPop(out (TreePath Folder, int Depth) next))
        {
            if (next.Depth == parts.Length)
            {
                yield return next.Folder;
                continue;
            }

            List<TreePath> matching = await _browser.ListAsync(tree, next.Folder, cancellationToken)
                .Where(entry => entry.Node.Type == NodeType.Dir && Matches(parts[next.Depth], entry.Node))
                .Select(entry => entry.Path)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            matching.Reverse();
            matching.ForEach(folder => open.Push((folder, next.Depth + 1)));
        }
    }

    private static bool Matches(string part, Node node) => Wildcards.Match(part, node.Name.ToString(), StringComparison.Ordinal);
}
