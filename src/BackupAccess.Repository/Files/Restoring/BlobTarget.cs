namespace BackupAccess.Repository.Files.Restoring;

/// <summary>A place that a blob goes to; the places of one blob are a chain.</summary>
internal sealed class BlobTarget(RestoreFile file, long offset, BlobTarget? next)
{
    public RestoreFile File => file;
    public long Offset => offset;
    public BlobTarget? Next => next;
}
