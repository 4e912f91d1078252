namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Chunks in one buffer, stored by the worker that read them and by those that have nothing else to do.</summary>
internal sealed class ChunkBatch(ArchiveRun run, byte[] buffer, Range[] cuts) : ArchiveJob
{
    private readonly ObjectId[] _ids = new ObjectId[cuts.Length];
    private readonly TaskCompletionSource _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next = -1;
    private int _unsaved = cuts.Length;

    /// <summary>The chunks' ids in order, when all are stored and the buffer is free.</summary>
    public async ValueTask<ObjectId[]> SaveAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        if (cuts.Length == 0)
        {
            return _ids;
        }

        for (int helper = Math.Min(worker.Workers, cuts.Length) - 1; helper > 0; helper--)
        {
            worker.Queue.Add(this);
        }

        SaveRest(cancellationToken);
        // A helper that fails ends the whole run, and so this wait.
        await _saved.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _ids;
    }

    public override ValueTask RunAsync(ArchiveWorker worker, CancellationToken cancellationToken)
    {
        SaveRest(cancellationToken);
        return ValueTask.CompletedTask;
    }

    private void SaveRest(CancellationToken cancellationToken)
    {
        for (int i = Interlocked.Increment(ref _next); i < cuts.Length; i = Interlocked.Increment(ref _next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _ids[i] = run.Save(BlobType.Data, buffer.AsSpan(cuts[i]));
            if (Interlocked.Decrement(ref _unsaved) == 0)
            {
                _saved.SetResult();
            }
        }
    }
}
