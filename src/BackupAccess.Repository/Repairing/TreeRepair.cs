using BackupAccess.Repository.Index;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Walks a snapshot's tree and makes one of what can be had, as restic does: a file keeps the chunks that are left, and a
/// directory that can't be read is empty. Trees of which nothing is lost are walked once for all snapshots.
/// </summary>
internal sealed class TreeRepair(BlobIndex index, BlobProbe probe, StoredChunks chunks, RepairedTrees trees)
{
    private readonly HashSet<ObjectId> _whole = [];

    /// <param name="root">The snapshot's tree.</param>
    /// <param name="losses">Takes what is lost.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The tree in its place, itself where nothing is lost; null when it can't be read.</returns>
    public async Task<ObjectId?> RepairAsync(ObjectId root, List<PathLoss> losses, CancellationToken cancellationToken)
    {
        if (_whole.Contains(root))
        {
            return root;
        }

        if (await TryLoadAsync(root, cancellationToken).ConfigureAwait(false) is not { } tree)
        {
            return null;
        }

        Stack<RepairedDirectory> open = new([new RepairedDirectory(TreePath.Root, Node: null, root, tree)]);
        while (true)
        {
            RepairedDirectory directory = open.Peek();
            if (directory.TakeNext() is { } node)
            {
                await VisitAsync(node, directory, open, losses, cancellationToken).ConfigureAwait(false);
                continue;
            }

            open.Pop();
            ObjectId id = await FinishAsync(directory, cancellationToken).ConfigureAwait(false);
            if (!open.TryPeek(out RepairedDirectory? parent))
            {
                return id;
            }

            parent.Add(directory.Node!, directory.IsChanged ? directory.Node! with { Subtree = id } : directory.Node!);
        }
    }

    private async Task VisitAsync(Node node, RepairedDirectory parent, Stack<RepairedDirectory> open, List<PathLoss> losses, CancellationToken cancellationToken)
    {
        if (node.Type == NodeType.File)
        {
            parent.Add(node, await RepairFileAsync(node, parent.Path, losses, cancellationToken).ConfigureAwait(false));
        }
        else if (node.Type != NodeType.Dir || (node.Subtree is { } whole && _whole.Contains(whole)))
        {
            parent.Add(node, node);
        }
        else if (node.Subtree is { } subtree && await TryLoadAsync(subtree, cancellationToken).ConfigureAwait(false) is { } tree)
        {
            open.Push(new RepairedDirectory(parent.Path.Append(node.Name), node, subtree, tree));
        }
        else
        {
            losses.Add(new PathLoss(parent.Path.Append(node.Name), node.Subtree is null ? "it has no tree" : $"its tree {node.Subtree} can't be read", BytesLost: null));
            parent.Add(node, node with { Subtree = await trees.SaveAsync(Tree.Empty, cancellationToken).ConfigureAwait(false) });
        }
    }

    private async Task<Node> RepairFileAsync(Node file, TreePath parent, List<PathLoss> losses, CancellationToken cancellationToken)
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
        losses.Add(new PathLoss(parent.Append(file.Name), problem, Math.Max(0, (long)Math.Min(file.Size, long.MaxValue) - size)));
        return file with { Content = left, Size = (ulong)size };
    }

    private async Task<ObjectId> FinishAsync(RepairedDirectory directory, CancellationToken cancellationToken)
    {
        if (directory.IsChanged)
        {
            return await trees.SaveAsync(Tree.Of(directory.Nodes), cancellationToken).ConfigureAwait(false);
        }

        _whole.Add(directory.Id);
        return directory.Id;
    }

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
