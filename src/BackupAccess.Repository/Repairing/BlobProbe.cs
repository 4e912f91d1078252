using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Tells whether blobs can be had from where they are said to lie. What is damaged, in two readings, or not there is an
/// answer; a storage that fails is thrown, for what can't be read at the moment isn't lost.
/// </summary>
internal sealed class BlobProbe
{
    private readonly RepositoryContext _context;
    private readonly Dictionary<ObjectId, long> _sizes;

    /// <param name="context">The repository.</param>
    /// <param name="packs">The packs that are there.</param>
    public BlobProbe(RepositoryContext context, IEnumerable<StoredObject> packs)
    {
        _context = context;
        _sizes = packs.ToDictionary(pack => pack.Name.Id, pack => pack.Size);
    }

    /// <summary>Whether the pack is there and long enough.</summary>
    public bool IsStored(BlobLocation location) => _sizes.TryGetValue(location.Pack, out long size) && location.Offset + location.Length <= size;

    /// <returns>The blob's content, or null when it can't be had from there.</returns>
    /// <exception cref="StorageException">The storage failed.</exception>
    /// <exception cref="CompressionUnavailableException">It is compressed and this machine can't read that.</exception>
    public async Task<byte[]?> TryOpenAsync(BlobHandle blob, BlobLocation location, CancellationToken cancellationToken) =>
        !IsStored(location) ? null
        : await TryReadAsync(blob, location, cancellationToken).ConfigureAwait(false)
            ?? await TryReadAsync(blob, location, cancellationToken).ConfigureAwait(false);

    /// <returns>The blob's content from the first place that has it whole, or null when none has.</returns>
    /// <exception cref="StorageException">The storage failed.</exception>
    /// <exception cref="CompressionUnavailableException">It is compressed and this machine can't read that.</exception>
    public async Task<byte[]?> TryOpenAsync(BlobHandle blob, IEnumerable<BlobLocation> locations, CancellationToken cancellationToken)
    {
        foreach (BlobLocation location in locations)
        {
            if (await TryOpenAsync(blob, location, cancellationToken).ConfigureAwait(false) is { } content)
            {
                return content;
            }
        }

        return null;
    }

    private async Task<byte[]?> TryReadAsync(BlobHandle blob, BlobLocation location, CancellationToken cancellationToken)
    {
        byte[] buffer = BlobBuffers.Rent(location.Length);
        try
        {
            Memory<byte> stored = buffer.AsMemory(0, location.Length);
            await _context.Storage.GetRangeAsync(new ObjectName(ObjectKind.Pack, location.Pack), location.Offset, stored, cancellationToken).ConfigureAwait(false);
            using BlobDecoder decoder = new(_context.Key);
            return decoder.Decode(location.Of(blob), location.Pack, stored.Span).ToArray();
        }
        catch (RepositoryDamagedException)
        {
            return null;
        }
        finally
        {
            BlobBuffers.Return(buffer);
        }
    }
}
