using System.Runtime.CompilerServices;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Searching;

/// <summary>
/// Looks for entries in snapshots, as restic's find. The repository's index is loaded already. Safe for concurrent use.
/// </summary>
public sealed class SnapshotSearch(ResticRepository repository)
{
    private readonly TreeBrowser _browser = new(repository);

    /// <summary>
    /// Every entry that is looked for, snapshot by snapshot in the order given, each directory before what lies in it,
    /// names in the order of their bytes. Hits come while the walk goes on. A tree that several snapshots have and in
    /// which nothing was found is read once; what to remember of it takes about 100 bytes.
    /// </summary>
    /// <param name="snapshots">Where to look.</param>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="FormatException">A pattern is malformed.</exception>
    /// <exception cref="ArgumentException">A range of the query ends before it begins.</exception>
    /// <exception cref="RepositoryDamagedException">A tree is missing or broken.</exception>
    public IAsyncEnumerable<SearchHit> FindAsync(IEnumerable<Snapshot> snapshots, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(query);
        return FindAsync(snapshots, new SearchFilter(query), cancellationToken);
    }

    private async IAsyncEnumerable<SearchHit> FindAsync(
        IEnumerable<Snapshot> snapshots, SearchFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SearchWalk walk = new(_browser, filter);
        foreach (Snapshot snapshot in snapshots)
        {
            await foreach (TreeEntry entry in walk.WalkAsync(snapshot.Tree, cancellationToken).ConfigureAwait(false))
            {
                yield return new SearchHit(snapshot.Id, entry.Path, entry.Node);
            }
        }
    }
}
