using System.Collections.Concurrent;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Counts what a restore does and tells of it ten times a second. Safe for concurrent use.</summary>
internal sealed class RestoreCounters(TimeProvider clock, IProgress<RestoreProgress>? progress)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<FileProblem> _problems = new();
    private readonly ConcurrentQueue<RenamedFile> _renamed = new();
    private readonly Lock _reporting = new();
    private long _lastReport = clock.GetTimestamp();
    private long _files;
    private long _directories;
    private long _bytes;
    private long _kept;

    public void File() => Interlocked.Increment(ref _files);

    public void Directory() => Interlocked.Increment(ref _directories);

    public void Kept() => Interlocked.Increment(ref _kept);

    public void Renamed(TreePath path, FileName name) => _renamed.Enqueue(new RenamedFile(path.ToString(), name.ToString()));

    public void Written(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
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

    public void Problem(TreePath path, FileProblemKind kind, string message) =>
        _problems.Enqueue(new FileProblem(path.ToString(), kind, message));

    public RestoreResult ToResult()
    {
        progress?.Report(Current);
        return new RestoreResult
        {
            Files = _files,
            Directories = _directories,
            Bytes = _bytes,
            Kept = _kept,
            Renamed = [.. _renamed.OrderBy(file => file.Path, StringComparer.Ordinal)],
            Problems = [.. _problems.OrderBy(problem => problem.Path, StringComparer.Ordinal)],
        };
    }

    private RestoreProgress Current => new(Interlocked.Read(ref _files), Interlocked.Read(ref _bytes), _problems.Count);
}
