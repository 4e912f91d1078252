using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources.Programs;

/// <summary>
/// What a program writes, as a file that is stored while it is made: it ends where the program has ended well, and fails
/// where that hasn't.
/// </summary>
internal sealed class ProgramOutput(RunningProgram program, ReadOnlyMemory<byte> header) : Stream
{
    private ReadOnlyMemory<byte> _header = header;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A file of a backup that a program makes.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="call">The program.</param>
    /// <param name="header">What stands before what it writes.</param>
    public static SourceStream Of(Repository.Trees.FileName name, ProgramCall call, ReadOnlyMemory<byte> header) => new(name, _ =>
    {
        try
        {
            return ValueTask.FromResult<Stream>(new ProgramOutput(RunningProgram.Start(call), header));
        }
        catch (ItemFailedException e)
        {
            throw new SourceFailedException(e.Message, e);
        }
    });

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_header.IsEmpty)
        {
            int length = Math.Min(buffer.Length, _header.Length);
            _header[..length].CopyTo(buffer);
            _header = _header[length..];
            return length;
        }

        try
        {
            int read = await program.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                await program.EndAsync(cancellationToken).ConfigureAwait(false);
            }

            return read;
        }
        catch (ItemFailedException e)
        {
            throw new SourceFailedException(e.Message, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        await program.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
