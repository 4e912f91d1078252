using System.Globalization;
using System.Runtime.CompilerServices;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>Hands a download's archive out, from some byte on, in pieces of a MiB at most.</summary>
public sealed record FetchDownload(DownloadReference Download, long Offset) : IOperation<IAsyncEnumerable<byte[]>>;

internal sealed class FetchDownloadHandler : ReadHandler<FetchDownload, DownloadSubject, IAsyncEnumerable<byte[]>>
{
    private const int Piece = 1 << 20;

    public override OperationEffect Effect => OperationEffect.ReadData;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override DownloadSubject Resolve(FetchDownload request, OperationContext context) => DownloadLookup.Find(context, request.Download);

    public override Task<IAsyncEnumerable<byte[]>> HandleAsync(FetchDownload request, DownloadSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        if (request.Offset < 0 || request.Offset > subject.Download.Size)
        {
            throw new InvalidRequestException("InvalidValue", string.Create(
                CultureInfo.InvariantCulture, $"The download \"{subject.Id}\" has {subject.Download.Size} bytes, and is asked for from {request.Offset} on."));
        }

        RequireLeft(subject.Download);
        return Task.FromResult(ReadAsync(request.Offset, subject, context.Services, cancellationToken));
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

    private static async IAsyncEnumerable<byte[]> ReadAsync(
        long offset, DownloadSubject subject, EngineServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileStream file = DownloadFiles.Open(services, subject.Id);
        await using (file.ConfigureAwait(false))
        {
            long left = subject.Download.Size - offset;
            file.Position = offset;
            Reserve(services, subject, offset);
            try
            {
                while (left > 0)
                {
                    byte[] piece = await TakeAsync(file, subject, Math.Min(left, Piece), cancellationToken).ConfigureAwait(false);
                    left -= piece.Length;
                    yield return piece;
                }
            }
            finally
            {
                GiveBack(services, subject, left);
            }
        }
    }

    private static async Task<byte[]> TakeAsync(FileStream file, DownloadSubject subject, long length, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[length];
        try
        {
            await file.ReadExactlyAsync(piece, cancellationToken).ConfigureAwait(false);
            return piece;
        }
        catch (IOException e)
        {
            throw new BackupFailedException("FileSystemFailed", $"The archive of the download \"{subject.Id}\" can't be read: {e.Message}", e);
        }
    }

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
