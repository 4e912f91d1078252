namespace BackupAccess.Repository.Files.Restoring;

/// <summary>A place that a blob goes to; the places of one blob are a chain.</summary>
internal sealed class BlobTarget(RestoreFile file, long offset, BlobTarget? next)
{
    private int _isTaken;

    public RestoreFile File => file;
    public long Offset => offset;
    public BlobTarget? Next => next;

    /// <summary>True for the first who asks: of the head of a chain, whoever writes the blob.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public bool IsTaken => Volatile.Read(ref _isTaken) != 0;
}
