using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>The paths to restore: each is there, none lies in another.</summary>
internal sealed class RestoreSelection
{
    private readonly Dictionary<TreePath, bool> _paths = [];

    private RestoreSelection()
    {
    }

    public static async Task<RestoreSelection> ResolveAsync(
        TreeBrowser browser, ObjectId tree, IReadOnlyCollection<TreePath> paths, CancellationToken cancellationToken)
    {
        RestoreSelection selection = new();
        foreach (TreePath path in paths.Count == 0 ? [TreePath.Root] : paths)
        {
            if (path.Depth > 0 && await browser.FindAsync(tree, path, cancellationToken).ConfigureAwait(false) is null)
            {
                throw new TreePathNotFoundException(path);
            }

            selection._paths[path] = true;
            for (TreePath? above = path.Parent; above is not null; above = above.Parent)
            {
                selection._paths.TryAdd(above, false);
            }
        }

        return selection;
    }

    /// <summary>What to do about an entry of a directory that is on the way to something selected.</summary>
    public RestoreScope ScopeOf(TreePath path) =>
        !_paths.TryGetValue(path, out bool whole) ? RestoreScope.Nothing
        : whole ? RestoreScope.Everything
        : RestoreScope.SomeBelow;
}
