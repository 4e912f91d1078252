namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>Gathers what is written and passes it on in pieces of one length, the last of which may be shorter.</summary>
/// <param name="size">The length.</param>
/// <param name="skip">How many bytes at the beginning are left out.</param>
/// <param name="pass">Takes a piece, which is its own.</param>
internal sealed class PieceStream(int size, long skip, Func<byte[], ValueTask> pass) : Stream
{
    private readonly byte[] _piece = new byte[size];
    private int _filled;
    private long _left = skip;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int skipped = (int)Math.Min(_left, buffer.Length);
        _left -= skipped;
        for (ReadOnlyMemory<byte> rest = buffer[skipped..]; rest.Length > 0;)
        {
            int taken = Math.Min(rest.Length, size - _filled);
            rest[..taken].CopyTo(_piece.AsMemory(_filled));
            _filled += taken;
            rest = rest[taken..];
            if (_filled == size)
            {
                await EndAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Passes on what is left.</summary>
    public async ValueTask EndAsync()
    {
        if (_filled > 0)
        {
            byte[] piece = _piece[.._filled];
            _filled = 0;
            await pass(piece).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
