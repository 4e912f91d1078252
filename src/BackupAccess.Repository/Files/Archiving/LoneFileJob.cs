using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Stores one file without the directory that it lies in.</summary>
internal sealed class LoneFileJob(SourceFile source, TreePath path, Node? previous) : ArchiveJob
{
    /// <summary>The file's node, when all is done; null where it isn't stored.</summary>
    public Node? Result { get; private set; }

    public override async ValueTask RunAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            Result = await StoreAsync(worker, cancellationToken).ConfigureAwait(false);
        }
        catch (FileSystemException e)
        {
            worker.Run.Counters.Problem(path, e);
        }
    }

    private async ValueTask<Node?> StoreAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        ArchiveRun run = worker.Run;
        using FileHandle file = source.Folder.OpenFile(source.Name);
        FileStatus status = file.GetStatus();
        if (status.Type != NodeType.File)
        {
            run.Counters.Problem(path, FileProblemKind.Replaced, $"\"{source.Name}\" is no file.");
            return null;
        }

        if (source.Owner is { } owner && status.Uid != owner)
        {
            run.Counters.Problem(path, FileProblemKind.Unreadable, $"\"{source.Name}\" belongs to the user id {status.Uid}.");
            return null;
        }

        if (IsKnown(run, status))
        {
            run.Counters.File(previous!, previous);
            run.Counters.Processed(status.Size, wasRead: false);
            return previous;
        }

        FileContent content = await worker.Content.StoreAsync(file, status, worker, cancellationToken).ConfigureAwait(false);
        if (content.Size != status.Size || !file.GetStatus().IsUnchanged(status))
        {
            run.Counters.Problem(path, FileProblemKind.ChangedWhileRead, $"\"{source.Name}\" was changed while it was read.");
        }

        NodeParts parts = new() { Attributes = run.ReadAttributes(file, path), Content = content.Chunks, Size = (ulong)content.Size };
        Node node = run.Nodes.Make(source.Name, status, parts, previous);
        run.Counters.File(node, previous);
        return node;
    }

    /// <summary>Whether the parent's node tells all, so that the file isn't read.</summary>
    private bool IsKnown(ArchiveRun run, in FileStatus status) =>
        previous?.Content is not null
        && run.IsUnchanged(previous, status)
        && run.Nodes.IsSame(previous, status)
        && previous.ExtendedAttributes.All(static attribute => attribute.Value is not null)
        && run.HasContent(previous);
}
