using System.Collections.Concurrent;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Checking;

/// <summary>Walks every tree of every snapshot once, level by level.</summary>
internal sealed class TreeCheck(RepositoryContext context, RepositoryCheck check, BlobIndex index)
{
    private readonly BlobReader _reader = new(context, index);
    private readonly HashSet<ObjectId> _seen = [];
    private int _done;

    public async Task WalkAsync(IEnumerable<ObjectName> snapshots, CancellationToken cancellationToken)
    {
        ConcurrentBag<ObjectId> found = [];
        foreach (ObjectName snapshot in snapshots)
        {
            await ReadSnapshotAsync(snapshot, found, cancellationToken).ConfigureAwait(false);
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        for (List<ObjectId> level = [.. found.Where(_seen.Add)]; level.Count > 0; level = [.. found.Where(_seen.Add)])
        {
            found = [];
            ConcurrentBag<ObjectId> next = found;
            await Parallel.ForEachAsync(level, options, async (tree, token) =>
            {
                await ReadTreeAsync(tree, next, token).ConfigureAwait(false);
                check.Advance(CheckPhase.Trees, Interlocked.Increment(ref _done), _seen.Count);
            }).ConfigureAwait(false);
        }
    }

    private async Task ReadSnapshotAsync(ObjectName name, ConcurrentBag<ObjectId> trees, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte> json = await context.Files.LoadAsync(name, cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = JsonFile.Parse(name, json.Span, RepositoryJson.Plain.Snapshot);
            trees.Add(snapshot.Tree);
        }
        catch (ObjectNotFoundException)
        {
            // Removed since it was listed; what it needed is no longer needed.
        }
        catch (RepositoryException e)
        {
            check.Report($"{name}", e);
        }
    }

    private async Task ReadTreeAsync(ObjectId id, ConcurrentBag<ObjectId> trees, CancellationToken cancellationToken)
    {
        BlobHandle blob = new(BlobType.Tree, id);
        try
        {
            Tree tree = await _reader.LoadAsync(blob, json => Tree.Parse(json, id), cancellationToken).ConfigureAwait(false);
            foreach (Node node in tree.Nodes)
            {
                CheckNode(blob, node, trees);
            }
        }
        catch (RepositoryException e)
        {
            check.Report($"{blob}", e);
        }
    }

    private void CheckNode(BlobHandle tree, Node node, ConcurrentBag<ObjectId> trees)
    {
        switch (node.Type)
        {
            case NodeType.Dir when node.Subtree is ObjectId subtree:
                trees.Add(subtree);
                break;
            case NodeType.Dir:
                check.Report(CheckSeverity.Error, $"{tree}", $"its directory \"{node.Name}\" has no tree");
                break;
            case NodeType.File when node.Content is null:
                check.Report(CheckSeverity.Error, $"{tree}", $"its file \"{node.Name}\" has no list of chunks");
                break;
            case NodeType.File:
                CheckChunks(tree, node, node.Content);
                break;
            case NodeType.Unknown:
                check.Report(CheckSeverity.Error, $"{tree}", $"its entry \"{node.Name}\" is of an unknown type");
                break;
        }
    }

    private void CheckChunks(BlobHandle tree, Node file, IReadOnlyList<ObjectId> chunks)
    {
        ObjectId? missing = null;
        int others = 0;
        foreach (ObjectId chunk in chunks)
        {
            if (!index.Contains(new BlobHandle(BlobType.Data, chunk)))
            {
                others += missing is null ? 0 : 1;
                missing ??= chunk;
            }
        }

        // One finding a file: its list may be as long as it likes.
        if (missing is { } first)
        {
            string more = others == 0 ? "" : $", nor {others} more";
            check.Report(CheckSeverity.Error, $"{tree}", $"no index names a pack that holds chunk {first} of its file \"{file.Name}\"{more}");
        }
    }
}
