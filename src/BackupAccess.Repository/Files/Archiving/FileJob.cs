using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Reads one file and stores its content.</summary>
internal sealed class FileJob(DirectoryJob directory, int slot, FileName name, FileStatus listed, Node? previous) : ArchiveJob
{
    public override async ValueTask RunAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        Node? node = null;
        try
        {
            node = await StoreAsync(worker, cancellationToken).ConfigureAwait(false);
        }
        catch (FileSystemException e)
        {
            worker.Run.Counters.Problem(directory.Path.Append(name), e);
        }

        directory.Complete(worker, slot, node);
    }

    private async ValueTask<Node?> StoreAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        ArchiveRun run = worker.Run;
        using FileHandle file = directory.OpenFile(name);
        FileStatus status = file.GetStatus();
        // A file saved anew under its name is as good: everything stored comes from what is open. Anything else may be
        // a trap, or never end.
        if (status.Type != NodeType.File || status.FileSystem != listed.FileSystem)
        {
            Report(run, FileProblemKind.Replaced, $"\"{name}\" was replaced by something else before it was read.");
            return null;
        }

        run.FileOpened?.Invoke(directory.Path.Append(name).ToString());
        ExtendedAttribute[] attributes = run.ReadAttributes(file, directory.Path, name);
        FileContent content = await worker.Content.StoreAsync(file, status, worker, cancellationToken).ConfigureAwait(false);
        if (content.Size != status.Size || !file.GetStatus().IsUnchanged(status))
        {
            Report(run, FileProblemKind.ChangedWhileRead, $"\"{name}\" was changed while it was read.");
        }

        NodeParts parts = new() { Attributes = attributes, Content = content.Chunks, Size = (ulong)content.Size };
        Node node = run.Nodes.Make(name, status, parts, previous);
        run.Counters.File(node, previous);
        return node;
    }

    private void Report(ArchiveRun run, FileProblemKind kind, string message) =>
        run.Counters.Problem(directory.Path.Append(name), kind, message);
}
