using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Stores one file that is made while it is read.</summary>
internal sealed class StreamJob(SourceStream source, TreePath path, Node? previous) : ArchiveJob
{
    /// <summary>The file's node, when all is done; null where it failed.</summary>
    public Node? Result { get; private set; }

    public override async ValueTask RunAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                FileContent content = await worker.Content.StoreAsync(stream, worker, cancellationToken).ConfigureAwait(false);
                Result = GeneratedNodes.File(source.Name, content, previous, worker.Run.Options.TimeProvider);
            }

            worker.Run.Counters.File(Result, previous);
        }
        catch (SourceFailedException e)
        {
            worker.Run.Counters.Problem(path, FileProblemKind.SourceFailed, e.Message);
        }
    }
}
