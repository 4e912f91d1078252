namespace BackupAccess.Repository.Storage;

/// <summary>What can be said with a storage's few calls.</summary>
public static class StorageExtensions
{
    /// <summary>Reads a whole object.</summary>
    /// <param name="storage">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="largest">Bytes that it may have: memory is taken for as many as it says to have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    /// <exception cref="RepositoryDamagedException">It is larger than it may be.</exception>
    /// <exception cref="StorageException">The storage failed.</exception>
    public static async Task<byte[]> GetAsync(this IStorage storage, ObjectName name, int largest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        byte[] content = new byte[await storage.SizeAsync(name, largest, cancellationToken).ConfigureAwait(false)];
        await storage.GetRangeAsync(name, 0, content, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>The bytes of an object that is to be read whole.</summary>
    /// <inheritdoc cref="GetAsync"/>
    internal static async Task<int> SizeAsync(this IStorage storage, ObjectName name, int largest, CancellationToken cancellationToken)
    {
        long size = await storage.StatAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new ObjectNotFoundException(name, storage.Location);
        return size <= largest
            ? (int)size
            : throw new RepositoryDamagedException($"{name}", $"it has {size} bytes, and no such object has more than {largest}");
    }
}
