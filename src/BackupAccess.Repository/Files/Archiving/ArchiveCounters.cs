using System.Collections.Concurrent;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Archiving;

/// <summary>Counts what a backup does and tells of it ten times a second. Safe for concurrent use.</summary>
internal sealed class ArchiveCounters(TimeProvider clock, IProgress<ArchiveProgress>? progress)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<FileProblem> _problems = new();
    private readonly Lock _reporting = new();
    private long _lastReport = clock.GetTimestamp();
    private long _filesNew;
    private long _filesChanged;
    private long _filesUnmodified;
    private long _directoriesNew;
    private long _directoriesChanged;
    private long _directoriesUnmodified;
    private long _bytesRead;
    private long _bytesTotal;
    private long _bytesProcessed;
    private long _dataBlobs;
    private long _treeBlobs;
    private long _dataAdded;
    private long _bytesAdded;

    public void File(Node node, Node? previous)
    {
        Interlocked.Increment(ref Choose(node, previous, ref _filesNew, ref _filesChanged, ref _filesUnmodified));
        Interlocked.Add(ref _bytesTotal, (long)node.Size);
    }

    public void Directory(Node node, Node? previous) =>
        Interlocked.Increment(ref Choose(node, previous, ref _directoriesNew, ref _directoriesChanged, ref _directoriesUnmodified));

    /// <summary>Counts what a file contributes to progress: as it is read, or at once when it isn't read.</summary>
    public void Processed(long bytes, bool wasRead)
    {
        Interlocked.Add(ref _bytesProcessed, bytes);
        Interlocked.Add(ref _bytesRead, wasRead ? bytes : 0);
        Report();
    }

    public void Blob(BlobType type, BlobSave save, int length)
    {
        if (save.IsNew)
        {
            Interlocked.Increment(ref type == BlobType.Tree ? ref _treeBlobs : ref _dataBlobs);
            Interlocked.Add(ref _dataAdded, length);
            Interlocked.Add(ref _bytesAdded, save.StoredLength);
        }
    }

    public void Problem(TreePath path, FileProblemKind kind, string message) =>
        _problems.Enqueue(new FileProblem(path.ToString(), kind, message));

    public void Problem(TreePath path, FileSystemException failure) =>
        Problem(path, FileProblems.KindOfReading(failure), failure.Message);

    public SnapshotSummary Summarize(DateTimeOffset start) => new()
    {
        BackupStart = start,
        BackupEnd = clock.GetLocalNow(),
        FilesNew = _filesNew,
        FilesChanged = _filesChanged,
        FilesUnmodified = _filesUnmodified,
        DirsNew = _directoriesNew,
        DirsChanged = _directoriesChanged,
        DirsUnmodified = _directoriesUnmodified,
        DataBlobs = _dataBlobs,
        TreeBlobs = _treeBlobs,
        DataAdded = _dataAdded,
        DataAddedPacked = _bytesAdded,
        TotalFilesProcessed = _filesNew + _filesChanged + _filesUnmodified,
        TotalBytesProcessed = _bytesTotal,
    };

    public ArchiveResult ToResult(Snapshot snapshot)
    {
        progress?.Report(Current);
        return new ArchiveResult
        {
            Snapshot = snapshot,
            FilesNew = _filesNew,
            FilesChanged = _filesChanged,
            FilesUnmodified = _filesUnmodified,
            Directories = _directoriesNew + _directoriesChanged + _directoriesUnmodified,
            BytesRead = _bytesRead,
            BytesTotal = _bytesTotal,
            BytesAdded = _bytesAdded,
            Problems = [.. _problems.OrderBy(problem => problem.Path, StringComparer.Ordinal)],
        };
    }

    private ArchiveProgress Current => new(
        Interlocked.Read(ref _filesNew) + Interlocked.Read(ref _filesChanged) + Interlocked.Read(ref _filesUnmodified),
        Interlocked.Read(ref _directoriesNew) + Interlocked.Read(ref _directoriesChanged) + Interlocked.Read(ref _directoriesUnmodified),
        Interlocked.Read(ref _bytesProcessed),
        _problems.Count);

    private void Report()
    {
        if (progress is null || clock.GetElapsedTime(Interlocked.Read(ref _lastReport)) < s_interval)
        {
            return;
        }

        lock (_reporting)
        {
            if (clock.GetElapsedTime(_lastReport) >= s_interval)
            {
                Interlocked.Exchange(ref _lastReport, clock.GetTimestamp());
                progress.Report(Current);
            }
        }
    }

    private static ref long Choose(Node node, Node? previous, ref long added, ref long changed, ref long unmodified)
    {
        if (previous is null || previous.Type != node.Type)
        {
            return ref added;
        }

        return ref ReferenceEquals(node, previous) ? ref unmodified : ref changed;
    }
}
