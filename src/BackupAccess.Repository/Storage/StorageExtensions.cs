namespace BackupAccess.Repository.Storage;

/// <summary>What can be said with a storage's few calls.</summary>
public static class StorageExtensions
{
    /// <summary>Reads a whole object.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    /// <exception cref="StorageException">The storage failed, or the object is too large to be held.</exception>
    public static async Task<byte[]> GetAsync(this IStorage storage, ObjectName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        long size = await storage.StatAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new ObjectNotFoundException(name, storage.Location);
        if (size > Array.MaxLength)
        {
            throw new StorageException($"\"{name}\" in \"{storage.Location}\" has {size} bytes, more than can be held.");
        }

        byte[] content = new byte[size];
        await storage.GetRangeAsync(name, 0, content, cancellationToken).ConfigureAwait(false);
        return content;
    }
}
