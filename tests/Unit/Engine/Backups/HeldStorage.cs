using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>Holds every deletion until it is let go, as a storage does that is out of reach.</summary>
internal sealed class HeldStorage(IStorage inner) : IStorage
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Location => inner.Location;

    /// <summary>Completes when a deletion has come.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.SetResult();

    public void Fail(StorageException failure) => _released.SetException(failure);

    public async Task DeleteAsync(ObjectName name, CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _released.Task;
        await inner.DeleteAsync(name, cancellationToken);
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken) => inner.GetRangeAsync(name, offset, destination, cancellationToken);

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => inner.StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => inner.ListAsync(kind, cancellationToken);

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.RemoveUnfinishedAsync(before, cancellationToken);
}
