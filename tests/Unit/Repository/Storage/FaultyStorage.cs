using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>A storage whose n-th write or delete fails, before or after it was done, and all that follow with it.</summary>
internal sealed class FaultyStorage(IStorage inner, int failingCall, bool isDoneBeforeFailing) : IStorage
{
    private int _calls;

    public string Location => inner.Location;

    public async Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        if (call < failingCall || (call == failingCall && isDoneBeforeFailing))
        {
            await inner.PutAsync(name, content, cancellationToken);
        }

        ThrowIfFailing(call);
    }

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        inner.GetRangeAsync(name, offset, destination, cancellationToken);

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => inner.StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => inner.ListAsync(kind, cancellationToken);

    public async Task DeleteAsync(ObjectName name, CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        if (call < failingCall || (call == failingCall && isDoneBeforeFailing))
        {
            await inner.DeleteAsync(name, cancellationToken);
        }

        ThrowIfFailing(call);
    }

    private void ThrowIfFailing(int call)
    {
        if (call >= failingCall)
        {
            throw new StorageException("The storage is made to fail.");
        }
    }
}
