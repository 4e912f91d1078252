using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Gives the sources of a backup their places in the snapshot and their jobs to the queue.</summary>
internal sealed class SourceLayout(ArchiveRun run, ArchiveQueue queue)
{
    /// <summary>How many jobs were given out.</summary>
    public int Jobs { get; private set; }

    /// <summary>Places sources below a path; what is returned gives their nodes when all jobs are done, null for what isn't stored.</summary>
    public async Task<Func<Node?>[]> PlaceAsync(IReadOnlyList<ArchiveSource> sources, TreePath above, Tree? previous, CancellationToken cancellationToken)
    {
        Func<Node?>[] placed = new Func<Node?>[sources.Count];
        for (int i = 0; i < placed.Length; i++)
        {
            ArchiveSource source = sources[i];
            placed[i] = await PlaceAsync(source, above.Append(source.Name), previous?.Find(source.Name), cancellationToken).ConfigureAwait(false);
        }

        return placed;
    }

    private async Task<Func<Node?>> PlaceAsync(ArchiveSource source, TreePath path, Node? previous, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case SourceTree tree:
                DirectoryJob directory = DirectoryJob.ForRoot(tree, path, previous);
                Add(directory);
                return () => directory.Result;
            case SourceStream stream:
                StreamJob file = new(stream, path, previous);
                Add(file);
                return () => file.Result;
            case SourceFile lone:
                LoneFileJob single = new(lone, path, previous);
                Add(single);
                return () => single.Result;
            case SourceFolder folder:
                Tree? before = previous?.Subtree is { } subtree ? await run.LoadTreeAsync(subtree, cancellationToken).ConfigureAwait(false) : null;
                Func<Node?>[] content = await PlaceAsync(folder.Content, path, before, cancellationToken).ConfigureAwait(false);
                return () => Store(folder, content, previous);
            default:
                throw new ArgumentException($"\"{source.Name}\" is of no known kind.", nameof(source));
        }
    }

    private Node? Store(SourceFolder folder, Func<Node?>[] content, Node? previous)
    {
        Node[] nodes = [.. content.Select(place => place()).OfType<Node>()];
        if (nodes.Length == 0)
        {
            return null;
        }

        ObjectId subtree = run.SaveTree(new TreeWriter(), Tree.Of(nodes).Nodes);
        Node node = GeneratedNodes.Folder(folder.Name, subtree, previous, run.Options.TimeProvider);
        run.Counters.Directory(node, previous);
        return node;
    }

    private void Add(ArchiveJob job)
    {
        Jobs++;
        queue.Add(job);
    }
}
