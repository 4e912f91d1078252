namespace BackupAccess.Engine.Backups;

/// <summary>Adds up what a restore of several items did.</summary>
internal sealed class RestoreTally
{
    private const int ProblemsKept = 100;

    private readonly List<string> _problems = [];
    private long _files;
    private long _directories;
    private long _bytes;
    private long _kept;
    private long _renamed;

    /// <summary>Something without files of its own was put back into place.</summary>
    public void Restore(long bytes)
    {
        _files++;
        _bytes += bytes;
    }

    /// <summary>What is live stayed.</summary>
    public void Keep() => _kept++;

    public void Problem(string message) => _problems.Add(message);

    public void Add(Repository.Files.RestoreResult result)
    {
        _files += result.Files;
        _directories += result.Directories;
        _bytes += result.Bytes;
        _kept += result.Kept;
        _renamed += result.Renamed.Count;
        _problems.AddRange(result.Problems.Select(problem => $"{problem.Path}: {problem.Message}"));
    }

    public RestoreResult ToResult(BackupSubject subject, string destination) => new()
    {
        BackupId = subject.Backup.Guid,
        Account = subject.Name,
        Destination = destination,
        Files = _files,
        Directories = _directories,
        Bytes = _bytes,
        Kept = _kept,
        Renamed = _renamed,
        ProblemCount = _problems.Count,
        Problems = [.. _problems.Take(ProblemsKept)],
    };
}
