namespace BackupAccess.Repository.Storage;

/// <summary>
/// Where a repository's objects lie. An object is written once and appears whole or not at all; it is never changed,
/// appended to or renamed. Every call may be slow or fail; none retries by itself (a wrapper does).
/// Implementations are safe for concurrent use, also by several processes.
/// </summary>
public interface IStorage
{
    /// <summary>Where this is, for people and for error messages; holds no secret.</summary>
    string Location { get; }

    /// <summary>
    /// Stores an object durably: when this returns, the object survives a crash; when it throws, the object is absent
    /// or whole, never partial.
    /// </summary>
    /// <exception cref="ObjectExistsException">An object of that name is there already; it is left as it was.</exception>
    /// <exception cref="StorageException">The storage failed.</exception>
    Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads exactly <paramref name="destination"/>.Length bytes from <paramref name="offset"/>.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    /// <exception cref="StorageException">The storage failed, or the object ends before the range does.</exception>
    Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>The object's size in bytes, or null when there is no such object.</summary>
    Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>
    /// Every object of a kind, in no order. An object put or deleted while the list is read may or may not be in it;
    /// names that are not an object's (a temporary file, a stray) are left out.
    /// </summary>
    IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken);

    /// <summary>Deletes an object; one that isn't there is no error.</summary>
    Task DeleteAsync(ObjectName name, CancellationToken cancellationToken);
}
