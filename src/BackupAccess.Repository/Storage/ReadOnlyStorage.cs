namespace BackupAccess.Repository.Storage;

/// <summary>A storage that refuses every change. A repository on it is read without a lock, which would be one.</summary>
/// <param name="inner">What is read.</param>
public sealed class ReadOnlyStorage(IStorage inner) : IStorage
{
    public string Location => inner.Location;

    /// <exception cref="StorageReadOnlyException">Always.</exception>
    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.FromException(Refusal(name));

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        inner.GetRangeAsync(name, offset, destination, cancellationToken);

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => inner.StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => inner.ListAsync(kind, cancellationToken);

    /// <exception cref="StorageReadOnlyException">Always.</exception>
    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) => Task.FromException(Refusal(name));

    /// <exception cref="StorageReadOnlyException">Always.</exception>
    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.FromException<int>(new StorageReadOnlyException($"Nothing is removed from \"{Location}\": it is open for reading only."));

    private StorageReadOnlyException Refusal(ObjectName name) => new($"\"{name}\" in \"{Location}\" stays as it is: the storage is open for reading only.");
}
