using BackupAccess.Repository.Files.Restoring;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>
/// Restores trees into a directory that may belong to somebody hostile. Every directory is opened beneath the target
/// without following links; every file is written under a temporary name, given its metadata by descriptor and then
/// renamed into place, so no live file is ever written to and a kill leaves whole files only, at worst beside a
/// temporary named <c>.backup-access-…</c>. The target directory itself keeps its metadata.
/// </summary>
/// <param name="repository">Locked by the caller, its index loaded.</param>
public sealed class Restorer(ResticRepository repository)
{
    /// <summary>Restores what lies in a tree.</summary>
    /// <param name="tree">The tree whose entries go into the target: an item's, say.</param>
    /// <param name="selected">What to restore, directories with all in them; the directories above are made as needed. None means everything.</param>
    /// <param name="target">The directory. It stays the caller's.</param>
    /// <param name="options">How to treat conflicts, owners and privileges.</param>
    /// <param name="progress">Told ten times a second, or null.</param>
    /// <param name="cancellationToken">Stops; files not whole by then are gone.</param>
    /// <exception cref="TreePathNotFoundException">A selected path isn't in the tree; nothing was written.</exception>
    /// <exception cref="RepositoryException">The tree is damaged, or the storage failed. A damaged tree below costs that directory alone, as a problem.</exception>
    public async Task<RestoreResult> RestoreAsync(
        ObjectId tree,
        IReadOnlyCollection<TreePath> selected,
        DirectoryHandle target,
        RestoreOptions options,
        IProgress<RestoreProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selected);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        TreeBrowser browser = new(repository);
        RestoreSelection selection = await RestoreSelection.ResolveAsync(browser, tree, selected, cancellationToken).ConfigureAwait(false);
        RestoreContext context = new(repository, target, options, new RestoreCounters(options.TimeProvider, progress));
        using DirectoryCache directories = new(context);
        return await new RestoreRun(context, directories).RestoreAsync(browser, tree, selection, cancellationToken).ConfigureAwait(false);
    }
}
