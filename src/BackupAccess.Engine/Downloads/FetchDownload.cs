using System.Globalization;
using System.Runtime.CompilerServices;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads.Archives;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;

namespace BackupAccess.Engine.Downloads;

/// <summary>Hands a download's archive out, from some byte on, in pieces of a MiB at most; one that isn't stored is made anew for it.</summary>
public sealed record FetchDownload(DownloadReference Download, long Offset) : IOperation<IAsyncEnumerable<byte[]>>
{
    /// <summary>The account's encryption key, where its owner keeps it.</summary>
    public Secret? EncryptionKey { get; init; }
}

internal sealed class FetchDownloadHandler : ReadHandler<FetchDownload, DownloadSubject, IAsyncEnumerable<byte[]>>
{
    public override OperationEffect Effect => OperationEffect.ReadData;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override DownloadSubject Resolve(FetchDownload request, OperationContext context) => DownloadLookup.Find(context, request.Download);

    public override void RequirePossible(FetchDownload request, DownloadSubject subject, OperationContext context) =>
        CallerKey.RequireGiven(context.Db, subject.Account, request.EncryptionKey);

    public override async Task<IAsyncEnumerable<byte[]>> HandleAsync(FetchDownload request, DownloadSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        if (request.Offset < 0 || request.Offset > subject.Download.Size)
        {
            throw new InvalidRequestException("InvalidValue", string.Create(
                CultureInfo.InvariantCulture, $"The download \"{subject.Id}\" has {subject.Download.Size} bytes, and is asked for from {request.Offset} on."));
        }

        RequireLeft(subject.Download);
        IAsyncEnumerable<byte[]> pieces = subject.Download.SealedKey is { } key
            ? ReadFileAsync(key, request.Offset, subject, context.Services, cancellationToken)
            : await StreamAsync(request, subject, context, cancellationToken).ConfigureAwait(false);
        return CountAsync(pieces, request.Offset, subject, context.Services, cancellationToken);
    }

    public override IAsyncEnumerable<byte[]> Ending(IAsyncEnumerable<byte[]> result, Action<EngineException?> tell) =>
        RepositoryFailures.TellEndAsync(result, tell, CancellationToken.None);

    /// <summary>
    /// Bytes are counted and not calls: what is fetched again after an interruption isn't a fetch more. The rest is counted
    /// at once and what wasn't handed out is given back, so that a process that dies leaves nothing uncounted.
    /// </summary>
    private static void Reserve(EngineServices services, DownloadSubject subject, long offset)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        DownloadRow? current = DownloadStore.Find(transaction, subject.Download.Guid, now: 0);
        if (current is null)
        {
            throw new NotFoundException("download", subject.Id);
        }

        RequireLeft(current);
        DownloadStore.Serve(transaction, subject.Id, current.Size - offset);
        transaction.Commit();
    }

    private static void RequireLeft(DownloadRow download)
    {
        if (download.IsUsedUp)
        {
            throw new ConflictException("QuotaExceeded", string.Create(
                CultureInfo.InvariantCulture, $"The download \"{download.Id}\" has been fetched {download.MostFetches} times, which is all that is allowed."));
        }
    }

    private static async IAsyncEnumerable<byte[]> ReadFileAsync(
        byte[] sealedKey, long offset, DownloadSubject subject, EngineServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Secret key = services.Folder.Key.Open(sealedKey, ArchiveSeal.PurposeOf(subject.Id));
        await foreach (byte[] piece in DownloadFiles.ReadAsync(services, subject.Id, key, subject.Download.Size, offset, cancellationToken).ConfigureAwait(false))
        {
            yield return piece;
        }
    }

    /// <summary>Makes the archive anew; the key is looked at before anything is handed out.</summary>
    private static async Task<IAsyncEnumerable<byte[]>> StreamAsync(FetchDownload request, DownloadSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        DownloadRow download = subject.Download;
        BackupRow backup = BackupStore.Find(context.Db, Guid.Parse(download.BackupId)) ?? throw new NotFoundException("backup", download.BackupId);
        ResticRepository repository = await RepositoryFailures
            .GuardAsync(subject.Name, () => CallerKey.OpenAsync(context.Services, subject.Account, request.EncryptionKey, context.Session.Name, cancellationToken))
            .ConfigureAwait(false);
        ArchiveRun archive = new(repository, new BackupSubject(backup, subject.Account), download.Selection, progress: null);
        return StreamedArchive.ReadAsync(
            (output, stop) => AccountRepository.UseAsync(
                subject.Account,
                () => Task.FromResult(repository),
                (_, going) => archive.WriteAsync(Enum.Parse<DownloadFormat>(download.Format), output, going),
                stop),
            request.Offset,
            cancellationToken);
    }

    private static async IAsyncEnumerable<byte[]> CountAsync(
        IAsyncEnumerable<byte[]> pieces, long offset, DownloadSubject subject, EngineServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long left = subject.Download.Size - offset;
        Reserve(services, subject, offset);
        try
        {
            await foreach (byte[] piece in pieces.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (piece.Length > left)
                {
                    throw Changed(subject);
                }

                left -= piece.Length;
                yield return piece;
            }

            if (left > 0)
            {
                throw Changed(subject);
            }
        }
        finally
        {
            GiveBack(services, subject, left);
        }
    }

    private static BackupFailedException Changed(DownloadSubject subject) =>
        new("ChecksumMismatch", $"The archive of the download \"{subject.Id}\" is not what it was when that was made.");

    private static void GiveBack(EngineServices services, DownloadSubject subject, long left)
    {
        if (left == 0)
        {
            return;
        }

        using StateTransaction transaction = services.Database.BeginImmediate();
        DownloadStore.Serve(transaction, subject.Id, -left);
        transaction.Commit();
    }
}
