namespace BackupAccess.Repository.Trees;

/// <summary>Loads trees that will be asked for next while the walk is busy with the one before. For one walk at a time.</summary>
internal sealed class TreePrefetch(TreeBrowser browser)
{
    // Enough to keep a slow storage busy.
    private const int Limit = 8;

    private readonly Dictionary<ObjectId, Task<Tree>> _ahead = [];

    /// <summary>The tree, loaded ahead or now; loading what is <paramref name="upcoming"/> goes on after.</summary>
    public async Task<Tree> TakeAsync(ObjectId tree, IEnumerable<ObjectId> upcoming, CancellationToken cancellationToken)
    {
        if (!_ahead.Remove(tree, out Task<Tree>? load))
        {
            load = Load(tree, cancellationToken);
        }

        foreach (ObjectId next in upcoming)
        {
            if (_ahead.Count >= Limit)
            {
                break;
            }

            if (!_ahead.ContainsKey(next))
            {
                _ahead.Add(next, Load(next, cancellationToken));
            }
        }

        return await load.ConfigureAwait(false);
    }

    private Task<Tree> Load(ObjectId tree, CancellationToken cancellationToken) =>
        Task.Run(() => browser.LoadAsync(tree, cancellationToken), cancellationToken);
}
