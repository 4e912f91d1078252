namespace BackupAccess.Repository.Storage;

/// <summary>
/// Where a repository's objects lie. An object is written once and appears whole or not at all; it is never changed,
/// appended to or renamed. Any call may be slow or fail; none retries by itself (<see cref="RetryingStorage"/> does).
/// <para>
/// What was put is seen, and what was deleted is gone, for every call of every client that begins after the put or the
/// deletion has returned: locks rest on it (docs/decisions/0008). A store that shows things later is no storage until
/// its implementation waits.
/// </para>
/// <para>
/// Implementations are safe for concurrent use, also by several processes. A cancelled call throws
/// <see cref="OperationCanceledException"/> and leaves what a failed one would.
/// </para>
/// </summary>
public interface IStorage
{
    /// <summary>Where this is, for people and for error messages; holds no secret.</summary>
    string Location { get; }

    /// <summary>
    /// Stores an object durably: when this returns, the object survives a crash (a lock needn't). When it throws, the
    /// object is absent or whole, never partial, and a failure doesn't tell which. Of several that put one name at once,
    /// one succeeds. The content must stay as it is until the task ends.
    /// </summary>
    /// <exception cref="ObjectExistsException">An object of that name is there already; it is left as it was.</exception>
    /// <exception cref="StorageException">The storage failed.</exception>
    Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads exactly <paramref name="destination"/>.Length bytes from <paramref name="offset"/>.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    /// <exception cref="StorageException">The storage failed, or the object ends before the range does.</exception>
    Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>The object's size in bytes, or null when there is no such object.</summary>
    /// <exception cref="StorageException">The storage failed.</exception>
    Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>
    /// Every object of a kind, each once, in no order, read as it is asked for (a store of pages fetches the next one).
    /// What is there from the beginning to the end is in it; an object put or deleted meanwhile may or may not be; names
    /// that are not an object's (a temporary file, a stray) are left out.
    /// </summary>
    /// <exception cref="StorageException">The storage failed, at any step of the reading; what was read before holds.</exception>
    IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an object; one that isn't there is no error. When this returns, the deletion survives a crash (that of a
    /// pack or a lock may come undone by one).
    /// </summary>
    /// <exception cref="StorageException">The storage failed; the object is there whole or gone.</exception>
    Task DeleteAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what puts left behind that never ended: temporary files, uploads of parts. For a prune to call under its
    /// exclusive lock, with a time so far back that no put can have been under way since.
    /// </summary>
    /// <param name="before">Only what was last touched before this, by the storage's clock.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="StorageException">The storage failed.</exception>
    Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
