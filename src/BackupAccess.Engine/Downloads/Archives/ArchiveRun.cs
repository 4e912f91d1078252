using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>Writes a selection of a backup into an archive as it is read.</summary>
internal sealed class ArchiveRun(ResticRepository repository, BackupSubject subject, RestoreSelection selection, IProgress<WorkProgress>? progress)
{
    private const int ProblemsKept = 100;

    private readonly NodeContent _content = new(repository);
    private readonly List<string> _problems = [];
    private long _entries;
    private long _bytes;
    private long _problemCount;

    public async Task<ArchiveSummary> WriteAsync(DownloadFormat format, Stream output, CancellationToken cancellationToken)
    {
        HashingStream hashing = new(output);
        await using (hashing.ConfigureAwait(false))
        {
            IArchive archive = format == DownloadFormat.Zip ? new ZipFile(hashing) : new TarArchive(hashing);
            await using (archive.ConfigureAwait(false))
            {
                await AddAllAsync(archive, cancellationToken).ConfigureAwait(false);
            }

            return new ArchiveSummary(hashing.Length, hashing.Hash(), _entries, _problemCount, _problems);
        }
    }

    private async Task AddAllAsync(IArchive archive, CancellationToken cancellationToken)
    {
        Snapshot snapshot = await repository.LoadSnapshotAsync(ObjectId.Parse(subject.Backup.Snapshot), cancellationToken).ConfigureAwait(false);
        ArchiveContents contents = new(repository, snapshot.Tree, subject, selection);
        await foreach (TreeEntry entry in contents.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string? problem = _content.IsThere(entry.Node)
                ? await archive.AddAsync(entry.Path, entry.Node, stream => CopyAsync(entry.Node, stream, cancellationToken), cancellationToken).ConfigureAwait(false)
                : "the repository lacks some of its content";
            Count(entry, problem);
        }
    }

    private Task CopyAsync(Node node, Stream stream, CancellationToken cancellationToken) => _content.CopyToAsync(node, stream, Report, cancellationToken);

    private void Count(TreeEntry entry, string? problem)
    {
        if (problem is null)
        {
            _entries++;
            return;
        }

        _problemCount++;
        if (_problems.Count < ProblemsKept)
        {
            _problems.Add($"{entry.Path}: {problem}");
        }
    }

    private void Report(int written)
    {
        _bytes += written;
        BackupRow? whole = selection.Paths.Count == 0 && selection.Items.Count == 0 ? subject.Backup : null;
        progress?.Report(new WorkProgress($"Archiving {subject.Name}", "Writing the archive", _entries, whole?.Files, _bytes, whole?.Size));
    }
}
