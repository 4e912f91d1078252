using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Packs;

/// <summary>Reads parts of packs, as long as an index or another's header says they are: that may be anything.</summary>
internal sealed class PackReader(RepositoryContext context)
{
    /// <summary>Memory for more than this is only taken once the pack is known to be so long.</summary>
    private const int TrustedLength = 32 * 1024 * 1024;

    /// <summary>Reads into one of the <see cref="BlobBuffers"/>, which the caller returns; it may be longer than what was asked for.</summary>
    /// <exception cref="RepositoryDamagedException">The pack ends before.</exception>
    /// <exception cref="StorageException">The storage failed, or has no such pack.</exception>
    public async Task<byte[]> RentAsync(ObjectId pack, long offset, int length, CancellationToken cancellationToken)
    {
        ObjectName name = new(ObjectKind.Pack, pack);
        if (length > TrustedLength)
        {
            await ThrowIfShortAsync(name, offset + length, cancellationToken).ConfigureAwait(false);
        }

        GarbagePace.Keep();
        byte[] buffer = BlobBuffers.Rent(length);
        bool isRead = false;
        try
        {
            await context.Storage.GetRangeAsync(name, offset, buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            isRead = true;
            return buffer;
        }
        catch (StorageException e) when (e is not ObjectNotFoundException)
        {
            await ThrowIfShortAsync(name, offset + length, cancellationToken).ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (!isRead)
            {
                BlobBuffers.Return(buffer);
            }
        }
    }

    private async Task ThrowIfShortAsync(ObjectName name, long end, CancellationToken cancellationToken)
    {
        if (await context.Storage.StatAsync(name, cancellationToken).ConfigureAwait(false) is { } size && size < end)
        {
            throw new RepositoryDamagedException($"{name}", $"it has {size} bytes, and what should lie in it ends at {end}");
        }
    }
}
