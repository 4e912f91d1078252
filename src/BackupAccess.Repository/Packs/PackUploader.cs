using System.Buffers;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Packs;

/// <summary>
/// Uploads whole packs in the background, and after them the index that names them. Memory is bounded: there are never
/// more than <see cref="MaxPacks"/> packs open or under way.
/// </summary>
internal sealed class PackUploader(RepositoryContext context, BlobIndex index, BlobsInFlight inFlight) : IAsyncDisposable
{
    /// <summary>One open pack of each kind, and one under way.</summary>
    private const int MaxPacks = 3;

    private readonly SemaphoreSlim _room = new(MaxPacks);
    private readonly Stack<byte[]> _idleBuffers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _uploads = [];
    private List<(ObjectId Pack, IReadOnlyList<PackedBlob> Blobs)> _unindexed = [];
    private int _unindexedSize;
    private ArrayBufferWriter<byte>? _idleJson;
    private volatile bool _hasFailed;
    private bool _isDisposed;

    /// <summary>Memory for a pack of at least <paramref name="capacity"/> bytes; waits until there may be one more.</summary>
    public byte[] RentBuffer(int capacity)
    {
        try
        {
            _room.Wait(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            ThrowIfFailed();
            throw;
        }

        lock (_gate)
        {
            return capacity <= OpenPack.DefaultCapacity && _idleBuffers.TryPop(out byte[]? buffer)
                ? buffer
                : GC.AllocateUninitializedArray<byte>(Math.Max(capacity, OpenPack.DefaultCapacity));
        }
    }

    /// <summary>Starts the upload of a whole pack, on a thread of its own: the pool's may all be waiting for room.</summary>
    public void Start(OpenPack pack)
    {
        Task upload = Task.Factory.StartNew(() => UploadAsync(pack), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        lock (_gate)
        {
            _uploads.RemoveAll(earlier => earlier.IsCompletedSuccessfully);
            _uploads.Add(upload);
        }
    }

    /// <summary>Waits for every upload, then names what no index object names yet.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        if (TakeUnindexed() is { Count: > 0 } rest)
        {
            await SaveIndexAsync(rest, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes nothing more, and lets go of who waits for room.</summary>
    public void Fail()
    {
        _hasFailed = true;
        _stopping.Cancel();
    }

    /// <exception cref="RepositoryException">An upload failed, with its own exception, or a blob couldn't be written.</exception>
    public void ThrowIfFailed()
    {
        if (_hasFailed)
        {
            SettleAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stopping.CancelAsync().ConfigureAwait(false);

        // A failure was, or is no longer, the caller's to know: what isn't flushed is given up here.
        await Uploads().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _room.Dispose();
    }

    /// <summary>Waits for the uploads. A failure cancels the others: what is thrown is the failure.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        Task uploads = Uploads();
        await uploads.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (uploads.IsFaulted)
        {
            await uploads.ConfigureAwait(false);
        }

        if (_hasFailed)
        {
            throw new WriterFailedException(context.Storage.Location);
        }
    }

    private Task Uploads()
    {
        lock (_gate)
        {
            return Task.WhenAll(_uploads);
        }
    }

    private async Task UploadAsync(OpenPack pack)
    {
        bool isDone = false;
        try
        {
            _stopping.Token.ThrowIfCancellationRequested();
            ReadOnlyMemory<byte> content = pack.Seal(context.Key);
            ObjectId id = ObjectId.Of(content.Span);
            await context.Storage.PutAsync(new ObjectName(ObjectKind.Pack, id), content, _stopping.Token).ConfigureAwait(false);
            index.Add(id, pack.Blobs);
            inFlight.Remove(pack.Blobs);
            if (AddUnindexed(id, pack.Blobs) is { } full)
            {
                await SaveIndexAsync(full, _stopping.Token).ConfigureAwait(false);
            }

            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                Fail();
            }

            Return(pack.Buffer);
        }
    }

    private void Return(byte[] buffer)
    {
        if (buffer.Length == OpenPack.DefaultCapacity)
        {
            lock (_gate)
            {
                _idleBuffers.Push(buffer);
            }
        }

        _room.Release();
    }

    /// <summary>Remembers a pack for the next index object.</summary>
    /// <returns>The packs before it, when with it the object would be too large.</returns>
    private List<(ObjectId Pack, IReadOnlyList<PackedBlob> Blobs)>? AddUnindexed(ObjectId pack, IReadOnlyList<PackedBlob> blobs)
    {
        int size = IndexFile.MaxSizeFor(blobs.Count);
        lock (_gate)
        {
            bool isFull = _unindexed.Count > 0 && _unindexedSize + size > IndexFile.TargetSize;
            List<(ObjectId, IReadOnlyList<PackedBlob>)>? full = isFull ? TakeUnindexed() : null;
            _unindexed.Add((pack, blobs));
            _unindexedSize += size;
            return full;
        }
    }

    private List<(ObjectId Pack, IReadOnlyList<PackedBlob> Blobs)> TakeUnindexed()
    {
        lock (_gate)
        {
            List<(ObjectId, IReadOnlyList<PackedBlob>)> taken = _unindexed;
            _unindexed = [];
            _unindexedSize = 0;
            return taken;
        }
    }

    private async Task SaveIndexAsync(List<(ObjectId Pack, IReadOnlyList<PackedBlob> Blobs)> packs, CancellationToken cancellationToken)
    {
        bool isDone = false;
        try
        {
            ArrayBufferWriter<byte> json = Interlocked.Exchange(ref _idleJson, null) ?? new ArrayBufferWriter<byte>(IndexFile.TargetSize);
            IndexFile.Write(packs, json);
            await context.Files.SaveAsync(ObjectKind.Index, json.WrittenMemory, cancellationToken).ConfigureAwait(false);
            json.ResetWrittenCount();
            _idleJson = json;
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                Fail();
            }
        }
    }
}
