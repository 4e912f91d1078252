using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>An archive handed out while it is made, and kept nowhere.</summary>
internal static class StreamedArchive
{
    private const int PiecesAhead = 2;

    /// <param name="write">Makes it.</param>
    /// <param name="offset">From which byte on it is wanted; what lies before is made and left out.</param>
    /// <param name="cancellationToken">Stops the making.</param>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        Func<Stream, CancellationToken, Task> write, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<byte[]> pieces = Channel.CreateBounded<byte[]>(PiecesAhead);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task making = Task.Run(() => MakeAsync(write, offset, pieces.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (byte[] piece in pieces.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return piece;
            }

            await making.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(making).ConfigureAwait(false);
        }
    }

    private static async Task MakeAsync(Func<Stream, CancellationToken, Task> write, long offset, ChannelWriter<byte[]> pieces, CancellationToken cancellationToken)
    {
        try
        {
            PieceStream stream = new(ArchiveSeal.Piece, offset, piece => pieces.WriteAsync(piece, cancellationToken));
            await using (stream.ConfigureAwait(false))
            {
                await write(stream, cancellationToken).ConfigureAwait(false);
                await stream.EndAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            pieces.Complete();
        }
    }
}
