using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Checking;

/// <summary>
/// One check of a repository, as restic's: that the config and the keys can be read; that the index objects can be read and name packs that are there and as long
/// as they should be; that every tree of every snapshot and every chunk of its files is there; and, for the packs asked
/// for, that every byte is what was written.
/// </summary>
internal sealed class RepositoryCheck(RepositoryContext context, CheckOptions options, IProgress<CheckProgress>? progress)
{
    private readonly Channel<CheckFinding> _findings = Channel.CreateUnbounded<CheckFinding>();

    /// <summary>Runs it; findings come as they are made.</summary>
    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task check = Task.Run(() => CheckAllAsync(stopping.Token), CancellationToken.None);
        try
        {
            await foreach (CheckFinding finding in _findings.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return finding;
            }

            await check.ConfigureAwait(false);
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Report(CheckSeverity severity, string @object, string problem) =>
        _findings.Writer.TryWrite(new CheckFinding(severity, @object, problem));

    /// <summary>Reports what reading an object failed with.</summary>
    public void Report(string @object, RepositoryException failure)
    {
        if (failure is RepositoryDamagedException damage)
        {
            Report(CheckSeverity.Error, damage.Object, damage.Problem);
        }
        else
        {
            Report(CheckSeverity.Error, @object, failure.Message.TrimEnd('.'));
        }
    }

    public void Advance(CheckPhase phase, long done, long total) => progress?.Report(new CheckProgress(phase, done, total));

    /// <summary>Reads the config again: the repository may have been open for long.</summary>
    private async Task CheckConfigAsync(CancellationToken cancellationToken)
    {
        try
        {
            UnpackedFiles files = new(context.Storage, context.Key, version: 1);
            ReadOnlyMemory<byte> json = await files.LoadAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false);
            RepositoryConfig config = ConfigFile.Read(json.Span, context.Storage.Location);
            if (config != context.Config)
            {
                Report(CheckSeverity.Error, $"{ObjectName.Config}", "it isn't what the repository was opened with");
            }
        }
        catch (RepositoryException e)
        {
            Report($"{ObjectName.Config}", e);
        }
    }

    private async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            Advance(CheckPhase.Packs, done: 0, total: 0);

            await CheckConfigAsync(cancellationToken).ConfigureAwait(false);
            await new KeyRing(context.Storage).CheckAsync((key, damage) => Report($"{key}", damage), cancellationToken).ConfigureAwait(false);

            // Snapshots are listed before the index is read: one that comes meanwhile may need an index that wasn't there.
            List<ObjectName> snapshots = await context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken)
                .Select(stored => stored.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
            BlobIndex index = await new IndexLoader(context).LoadAsync(damage => Report("index", damage), cancellationToken).ConfigureAwait(false);
            Dictionary<ObjectId, List<PackedBlob>> packs = index.ListPacks();

            PackCheck packCheck = new(context, this, packs);
            await packCheck.ComparePacksAsync(cancellationToken).ConfigureAwait(false);
            await new TreeCheck(context, this, index).WalkAsync(snapshots, cancellationToken).ConfigureAwait(false);
            await packCheck.ReadAsync(options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _findings.Writer.Complete();
        }
    }
}
