using System.Security.Cryptography;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Checking;

/// <summary>Reads one pack whole and verifies all of it, in pieces that end where a blob does. Holds pooled memory.</summary>
/// <param name="context">The repository.</param>
/// <param name="check">Takes the findings.</param>
/// <param name="pack">The pack, as long as it should be.</param>
/// <param name="blobs">What an index says is in it, in order.</param>
internal sealed class PackReading(RepositoryContext context, RepositoryCheck check, StoredObject pack, List<PackedBlob> blobs) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BlobDecoder _decoder = new(context.Key);
    private byte[] _buffer = [];
    private long _position;
    private int _next;

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        if (blobs.Exists(blob => (long)blob.Offset + blob.Length > pack.Size))
        {
            Report("an index names a blob beyond its end");
            _next = blobs.Count;
        }

        Memory<byte> last = default;
        while (_next < blobs.Count)
        {
            last = await VerifyPieceAsync(EndOfPiece(out int behind), behind, cancellationToken).ConfigureAwait(false);
        }

        // What no blob covers is no longer than a header, or is passed in pieces up to where one may begin.
        while (pack.Size - _position > PackHeader.LargestSize + PackHeader.LengthFieldSize)
        {
            long behind = pack.Size - PackHeader.LargestSize - PackHeader.LengthFieldSize;
            await ReadAsync(Math.Min(behind, _position + BlobRun.LargestLength), cancellationToken).ConfigureAwait(false);
        }

        if (_position < pack.Size)
        {
            last = await ReadAsync(pack.Size, cancellationToken).ConfigureAwait(false);
        }

        VerifyEnd(last.Span);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _decoder.Dispose();
        BlobDecoder.Return(ref _buffer);
    }

    /// <summary>Where the next piece ends: as many whole blobs as a piece takes, one at least, or all that is left.</summary>
    private long EndOfPiece(out int behind)
    {
        if (pack.Size - _position <= BlobRun.LargestLength)
        {
            behind = blobs.Count;
            return pack.Size;
        }

        long end = _position;
        for (behind = _next; behind < blobs.Count; behind++)
        {
            long endOfBlob = Math.Max(end, (long)blobs[behind].Offset + blobs[behind].Length);
            if (behind > _next && endOfBlob - _position > BlobRun.LargestLength)
            {
                break;
            }

            end = endOfBlob;
        }

        return end;
    }

    private async Task<Memory<byte>> VerifyPieceAsync(long end, int behind, CancellationToken cancellationToken)
    {
        long start = _position;
        Memory<byte> piece = await ReadAsync(end, cancellationToken).ConfigureAwait(false);
        for (; _next < behind; _next++)
        {
            PackedBlob blob = blobs[_next];
            if (blob.Offset < start)
            {
                // Blobs don't overlap; the header will say otherwise than the index.
                continue;
            }

            try
            {
                _decoder.DecodeInPlace(blob, pack.Name.Id, piece.Span.Slice((int)(blob.Offset - start), (int)blob.Length));
            }
            catch (RepositoryDamagedException e)
            {
                check.Report($"{pack.Name}", e);
            }
        }

        return piece;
    }

    private void VerifyEnd(ReadOnlySpan<byte> end)
    {
        if (new ObjectId(_hash.GetHashAndReset()) != pack.Name.Id)
        {
            Report("its content doesn't match its name");
        }

        if (PackHeader.Read(end, pack.Size, context.Key) is not { } header || !header.SequenceEqual(blobs))
        {
            Report("its header doesn't say what the index says");
        }
    }

    /// <summary>Reads on to <paramref name="end"/>; what is read is good until the next call.</summary>
    private async Task<Memory<byte>> ReadAsync(long end, CancellationToken cancellationToken)
    {
        int length = checked((int)(end - _position));
        if (_buffer.Length < length)
        {
            BlobDecoder.Return(ref _buffer);
            _buffer = BlobBuffers.Rent(length);
        }

        Memory<byte> content = _buffer.AsMemory(0, length);
        await context.Storage.GetRangeAsync(pack.Name, _position, content, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(content.Span);
        _position = end;
        return content;
    }

    private void Report(string problem) => check.Report(CheckSeverity.Error, $"{pack.Name}", problem);
}
