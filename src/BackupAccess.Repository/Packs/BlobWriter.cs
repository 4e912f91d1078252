using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Index;

namespace BackupAccess.Repository.Packs;

/// <summary>
/// Adds blobs to a repository. <see cref="Save"/> may be called from several threads and does its work on the caller's:
/// hash, de-duplicate, compress, encrypt, verify, into an open pack. Full packs are uploaded in the background; callers
/// wait when too many are under way. What is not flushed is never referenced.
/// </summary>
public sealed class BlobWriter : IAsyncDisposable
{
    private readonly MasterKey _key;
    private readonly BlobIndex _index;
    private readonly CompressionMode _compression;
    private readonly bool _canCompress;
    private readonly Stack<BlobEncoder> _idle = [];
    private readonly BlobsInFlight _inFlight = new();
    private readonly PackUploader _uploader;
    private readonly PackFiller _dataPacks;
    private readonly PackFiller _treePacks;

    internal BlobWriter(RepositoryContext context, BlobIndex index)
    {
        _key = context.Key;
        _index = index;
        _compression = context.Options.Compression;
        _canCompress = context.Config.Version > 1 && Zstd.IsAvailable;
        _uploader = new PackUploader(context, index, _inFlight);
        _dataPacks = new PackFiller(_uploader);
        _treePacks = new PackFiller(_uploader);
    }

    /// <summary>Stores a blob unless the repository, or this writer, has it.</summary>
    /// <exception cref="RepositoryException">An earlier upload failed; the writer takes nothing more.</exception>
    public BlobSave Save(BlobType type, ReadOnlySpan<byte> content)
    {
        GarbagePace.Keep();
        _uploader.ThrowIfFailed();
        BlobHandle blob = new(type, ObjectId.Of(content));
        if (!_inFlight.TryAdd(blob))
        {
            return new BlobSave(blob.Id, IsNew: false, StoredLength: 0);
        }

        // In this order: an upload first adds to the index and then removes from what is in flight.
        if (_index.Contains(blob))
        {
            _inFlight.Remove(blob);
            return new BlobSave(blob.Id, IsNew: false, StoredLength: 0);
        }

        return new BlobSave(blob.Id, IsNew: true, OrFail((Writer: this, blob), content, static (save, content) => save.Writer.Store(save.blob, content)));
    }

    /// <summary>Stores a blob once more, whatever the repository has.</summary>
    /// <exception cref="RepositoryException">An earlier upload failed; the writer takes nothing more.</exception>
    internal void StoreAgain(BlobHandle blob, ReadOnlySpan<byte> content)
    {
        _uploader.ThrowIfFailed();
        OrFail((Writer: this, blob), content, static (save, content) => save.Writer.Store(save.blob, content));
    }

    /// <summary>Takes over a blob as another pack of this repository has it; the caller has proven that it opens.</summary>
    /// <exception cref="RepositoryException">An earlier upload failed; the writer takes nothing more.</exception>
    internal void CopyStored(PackedBlob blob, ReadOnlySpan<byte> stored)
    {
        _uploader.ThrowIfFailed();
        OrFail((Writer: this, blob), stored, static (copy, stored) =>
        {
            PackFiller packs = copy.Writer.PacksFor(copy.blob.Handle);
            packs.Append(copy.blob.Handle, stored.Length, (int)copy.blob.UncompressedLength, stored, static (room, stored) => stored.CopyTo(room));
            return stored.Length;
        });
    }

    /// <summary>Makes everything saved so far durable, packs before the index that names them.</summary>
    /// <exception cref="RepositoryException">An upload failed.</exception>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        _dataPacks.Flush();
        _treePacks.Flush();
        return _uploader.FlushAsync(cancellationToken);
    }

    /// <summary>Gives up what isn't flushed, and waits for uploads under way to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _uploader.DisposeAsync().ConfigureAwait(false);
        while (_idle.TryPop(out BlobEncoder? encoder))
        {
            encoder.Dispose();
        }
    }

    private int Store(BlobHandle blob, ReadOnlySpan<byte> content)
    {
        BlobEncoder encoder = RentEncoder();

        // As restic has it: turning compression off leaves trees compressed.
        bool compresses = _canCompress && (_compression == CompressionMode.Auto || blob.Type == BlobType.Tree);
        int storedLength = compresses && encoder.TryCompress(content, out ReadOnlySpan<byte> compressed)
            ? Append(encoder, blob, compressed, uncompressedLength: content.Length)
            : Append(encoder, blob, content, uncompressedLength: 0);
        Return(encoder);
        return storedLength;
    }

    private PackFiller PacksFor(BlobHandle blob) => blob.Type == BlobType.Tree ? _treePacks : _dataPacks;

    /// <summary>A blob that couldn't be written whole spoils its pack: the writer takes nothing more.</summary>
    private int OrFail<TState>(TState state, ReadOnlySpan<byte> bytes, Func<TState, ReadOnlySpan<byte>, int> write)
    {
        bool isWritten = false;
        try
        {
            int length = write(state, bytes);
            isWritten = true;
            return length;
        }
        finally
        {
            if (!isWritten)
            {
                _uploader.Fail();
            }
        }
    }

    private BlobEncoder RentEncoder()
    {
        lock (_idle)
        {
            return _idle.TryPop(out BlobEncoder? encoder) ? encoder : new BlobEncoder(_key);
        }
    }

    private void Return(BlobEncoder encoder)
    {
        lock (_idle)
        {
            _idle.Push(encoder);
        }
    }

    private int Append(BlobEncoder encoder, BlobHandle blob, ReadOnlySpan<byte> plain, int uncompressedLength)
    {
        int storedLength = checked(plain.Length + MasterKey.Overhead);
        PacksFor(blob).Append(blob, storedLength, uncompressedLength, new Sealing(encoder, blob, plain, uncompressedLength), static (room, sealing) => sealing.WriteTo(room));
        return storedLength;
    }

    private readonly ref struct Sealing(BlobEncoder encoder, BlobHandle blob, ReadOnlySpan<byte> plain, int uncompressedLength)
    {
        private readonly ReadOnlySpan<byte> _plain = plain;

        public void WriteTo(Span<byte> room) => encoder.Seal(blob, _plain, uncompressedLength, room);
    }
}
