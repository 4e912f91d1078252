using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Looks at the entries of one directory in order of their names.</summary>
internal sealed class DirectoryVisit(DirectoryJob job, DirectoryHandle handle, SourceTree source, Tree previousTree)
{
    // The longest path that Linux, and so a stock restic, takes.
    private const int MaximumPathLength = 4095;

    private int _next;

    /// <summary>Gives the entry's node where the look is enough, or the job that will; neither when it is left out.</summary>
    public ArchiveJob? Look(ArchiveRun run, int slot, FileName name, out Node? node)
    {
        node = null;
        try
        {
            FileStatus status = handle.GetStatus(name);
            if (IsExcluded(name, status.Type == NodeType.Dir))
            {
                return null;
            }

            if (job.Path.ByteLength + name.Length - job.RootLength > MaximumPathLength)
            {
                run.Counters.Problem(job.Path.Append(name), FileProblemKind.TooDeep, $"\"{name}\" lies deeper than paths of {MaximumPathLength} bytes reach.");
                return null;
            }

            Node? previous = FindPrevious(name);
            switch (status.Type)
            {
                case NodeType.Dir:
                    return job.ForSubdirectory(slot, job.Path.Append(name), previous);
                case NodeType.File:
                    node = MakeUnread(run, name, status, previous);
                    return node is null ? new FileJob(job, slot, name, status, previous) : null;
                case NodeType.Socket:
                    return null;
                default:
                    bool isPrevious = previous is not null && IsKnown(run, previous, status) && run.Nodes.IsSame(previous, status);
                    node = isPrevious ? previous : MakeSpecial(run, name, status, previous);
                    return null;
            }
        }
        catch (FileSystemException e)
        {
            run.Counters.Problem(job.Path.Append(name), e);
            return null;
        }
    }

    /// <summary>Whether the parent's node tells also what a look doesn't: the target, and every attribute.</summary>
    private static bool IsKnown(ArchiveRun run, Node previous, in FileStatus status) =>
        run.IsUnchanged(previous, status) && previous.ExtendedAttributes.All(static attribute => attribute.Value is not null);

    /// <summary>A file's node without reading it, when the parent's tells all; else null.</summary>
    private static Node? MakeUnread(ArchiveRun run, FileName name, in FileStatus status, Node? previous)
    {
        if (previous?.Content is null || !IsKnown(run, previous, status) || !run.HasContent(previous))
        {
            return null;
        }

        Node? node = previous;
        if (!run.Nodes.IsSame(previous, status))
        {
            // The attributes can't have changed either, for that would have changed the change time.
            NodeParts parts = new() { Attributes = [.. previous.ExtendedAttributes], Content = previous.Content };
            node = run.Nodes.Make(name, status, parts, previous);
        }

        run.Counters.File(node, previous);
        run.Counters.Processed(status.Size, wasRead: false);
        return node;
    }

    /// <summary>The node of a link, fifo or device.</summary>
    private Node? MakeSpecial(ArchiveRun run, FileName name, in FileStatus listed, Node? previous)
    {
        using FileHandle file = handle.Pin(name);
        FileStatus status = file.GetStatus();
        if (status.Type != listed.Type || status.Type == NodeType.Unknown)
        {
            run.Counters.Problem(job.Path.Append(name), FileProblemKind.Replaced, $"\"{name}\" was replaced by something else while it was looked at.");
            return null;
        }

        NodeParts parts = new()
        {
            Attributes = run.ReadAttributes(file, job.Path.Append(name)),
            LinkTarget = status.Type == NodeType.Symlink ? file.ReadLink() : [],
        };
        return run.Nodes.Make(name, status, parts, previous);
    }

    private bool IsExcluded(FileName name, bool isDirectory)
    {
        if (source.Excludes is not { } rules)
        {
            return false;
        }

        TreePath path = job.Path.Append(name);
        byte[] bytes = new byte[path.ByteLength];
        path.CopyTo(bytes);
        return rules.IsExcluded(bytes.AsSpan(job.RootLength + 1), isDirectory);
    }

    private Node? FindPrevious(FileName name)
    {
        while (_next < previousTree.Nodes.Count && previousTree.Nodes[_next].Name < name)
        {
            _next++;
        }

        return _next < previousTree.Nodes.Count && previousTree.Nodes[_next].Name == name ? previousTree.Nodes[_next] : null;
    }
}
