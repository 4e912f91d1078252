using BackupAccess.Repository.Files.Archiving;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Files;

/// <summary>
/// Backs up directories and generated files as a snapshot. Everything is opened relative to the directory it was found in and never through
/// a link, and what was opened is what is stored. A file that can't be read, vanishes or changes while it is read is a
/// problem of the result; the rest goes on. Sockets are left out, as restic leaves them out.
/// </summary>
/// <param name="repository">Locked by the caller, its index loaded.</param>
/// <param name="threads">Directories and files worked on at once.</param>
public sealed class Archiver(ResticRepository repository, int threads)
{
    public Archiver(ResticRepository repository)
        : this(repository, Math.Max(2, Environment.ProcessorCount))
    {
    }

    /// <summary>Called between opening and reading a file, with its path; where tests change it.</summary>
    internal Action<string>? FileOpened { get; init; }

    /// <summary>
    /// Makes a snapshot of the sources. When this throws or is cancelled there is no snapshot, and what was stored
    /// is unreferenced.
    /// </summary>
    /// <exception cref="ArgumentException">There are no sources, or two have one name.</exception>
    /// <exception cref="FileSystemException">The root of a source can't be listed.</exception>
    /// <exception cref="RepositoryException">The repository failed, or a tree of the parent is damaged.</exception>
    public async Task<ArchiveResult> BackupAsync(
        IReadOnlyList<ArchiveSource> sources, ArchiveOptions options, IProgress<ArchiveProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(sources.Count);
        DateTimeOffset start = options.TimeProvider.GetLocalNow();
        ArchiveCounters counters = new(options.TimeProvider, progress);
        BlobWriter writer = repository.OpenWriter();
        await using (writer.ConfigureAwait(false))
        {
            ArchiveRun run = new(repository, writer, options, counters) { FileOpened = FileOpened };
            ObjectId tree = await run.StoreAsync(sources, threads, cancellationToken).ConfigureAwait(false);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = new()
            {
                Time = start,
                Parent = options.Parent?.Id,
                Tree = tree,
                Paths = [.. sources.Select(source => $"/{source.Name}")],
                Hostname = options.Hostname,
                Username = options.Username,
                Excludes = options.Excludes,
                Tags = options.Tags,
                Summary = counters.Summarize(start),
            };
            ObjectId id = await repository.SaveSnapshotAsync(snapshot, cancellationToken).ConfigureAwait(false);
            return counters.ToResult(snapshot with { Id = id });
        }
    }
}
