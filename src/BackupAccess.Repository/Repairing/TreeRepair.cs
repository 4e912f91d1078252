using BackupAccess.Repository.Index;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Walks snapshots' trees and makes others of what can be had, as restic does: a file keeps the chunks that are left, and a
/// directory that can't be read is empty. Each tree is walked once for all snapshots, however many directories have it.
/// </summary>
internal sealed class TreeRepair(BlobIndex index, BlobProbe probe, StoredChunks chunks, RepairedTrees trees)
{
    /// <summary>The tree in each one's place: itself where nothing is lost, null where it can't be read.</summary>
    private readonly Dictionary<ObjectId, ObjectId?> _done = [];
    private readonly TreeLosses _losses = new();

    /// <param name="root">The snapshot's tree.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The tree in its place, itself where nothing is lost; null when it can't be read.</returns>
    public async Task<ObjectId?> RepairAsync(ObjectId root, CancellationToken cancellationToken)
    {
        Stack<RepairedDirectory> open = new();
        await EnterAsync(root, node: null, open, cancellationToken).ConfigureAwait(false);
        while (open.TryPeek(out RepairedDirectory? directory))
        {
            if (directory.TakeNext() is { } node)
            {
                await VisitAsync(node, directory, open, cancellationToken).ConfigureAwait(false);
                continue;
            }

            open.Pop();
            _done[directory.Id] = await FinishAsync(directory, cancellationToken).ConfigureAwait(false);
            if (open.TryPeek(out RepairedDirectory? parent))
            {
                await AddAsync(directory.Node!, directory.Id, parent, cancellationToken).ConfigureAwait(false);
            }
        }

        return _done[root];
    }

    /// <summary>What is lost below a tree that was repaired. A damaged directory that comes again is told of as the first one's like.</summary>
    public List<PathLoss> LossesBelow(ObjectId root) => _losses.Below(root);

    private async Task VisitAsync(Node node, RepairedDirectory parent, Stack<RepairedDirectory> open, CancellationToken cancellationToken)
    {
        if (node.Type == NodeType.File)
        {
            parent.Add(node, await RepairFileAsync(node, parent, cancellationToken).ConfigureAwait(false));
        }
        else if (node.Type != NodeType.Dir)
        {
            parent.Add(node, node);
        }
        else if (node.Subtree is not { } subtree)
        {
            await EmptyAsync(node, parent, "it has no tree", cancellationToken).ConfigureAwait(false);
        }
        else if (!await EnterAsync(subtree, node, open, cancellationToken).ConfigureAwait(false))
        {
            await AddAsync(node, subtree, parent, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>False when there is nothing to be walked: the tree was walked already, or can't be read.</returns>
    private async Task<bool> EnterAsync(ObjectId id, Node? node, Stack<RepairedDirectory> open, CancellationToken cancellationToken)
    {
        if (_done.ContainsKey(id))
        {
            return false;
        }

        if (await TryLoadAsync(id, cancellationToken).ConfigureAwait(false) is not { } tree)
        {
            _done[id] = null;
            return false;
        }

        open.Push(new RepairedDirectory(node, id, tree));
        return true;
    }

    /// <summary>Adds a directory whose tree is done.</summary>
    private async Task AddAsync(Node node, ObjectId subtree, RepairedDirectory parent, CancellationToken cancellationToken)
    {
        if (_done[subtree] is not { } repaired)
        {
            await EmptyAsync(node, parent, $"its tree {subtree} can't be read", cancellationToken).ConfigureAwait(false);
        }
        else if (_losses.Has(subtree))
        {
            _losses.Add(parent.Id, node.Name, subtree);
            parent.Add(node, node with { Subtree = repaired });
        }
        else
        {
            parent.Add(node, node);
        }
    }

    private async Task EmptyAsync(Node node, RepairedDirectory parent, string problem, CancellationToken cancellationToken)
    {
        _losses.Add(parent.Id, node.Name, problem, bytesLost: null);
        parent.Add(node, node with { Subtree = await trees.SaveAsync(Tree.Empty, cancellationToken).ConfigureAwait(false) });
    }

    private async Task<Node> RepairFileAsync(Node file, RepairedDirectory parent, CancellationToken cancellationToken)
    {
        List<ObjectId> left = [];
        long size = 0;
        foreach (ObjectId chunk in file.Content ?? [])
        {
            if (await chunks.MeasureAsync(chunk, cancellationToken).ConfigureAwait(false) is { } length)
            {
                left.Add(chunk);
                size += length;
            }
        }

        int lost = (file.Content?.Count ?? 0) - left.Count;
        if (lost == 0 && file.Content is not null)
        {
            return file;
        }

        string problem = file.Content is null ? "it has no list of chunks" : $"{lost} of its {file.Content.Count} chunks can't be read";
        _losses.Add(parent.Id, file.Name, problem, Math.Max(0, (long)Math.Min(file.Size, long.MaxValue) - size));
        return file with { Content = left, Size = (ulong)size };
    }

    private async Task<ObjectId> FinishAsync(RepairedDirectory directory, CancellationToken cancellationToken) => directory.IsChanged
        ? await trees.SaveAsync(Tree.Of(directory.Nodes), cancellationToken).ConfigureAwait(false)
        : directory.Id;

    /// <summary>The tree, or null when no pack has it whole, or it is none.</summary>
    private async Task<Tree?> TryLoadAsync(ObjectId id, CancellationToken cancellationToken)
    {
        BlobHandle blob = new(BlobType.Tree, id);
        byte[]? json = await probe.TryOpenAsync(blob, index.Locate(blob), cancellationToken).ConfigureAwait(false);
        try
        {
            return json is null ? null : Tree.Parse(json, id);
        }
        catch (RepositoryDamagedException)
        {
            return null;
        }
    }
}
