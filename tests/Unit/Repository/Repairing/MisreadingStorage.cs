using System.Collections.Concurrent;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Repairing;

/// <summary>Gets a bit wrong the first time that a range of a pack or of a snapshot is read, as failing memory may.</summary>
internal sealed class MisreadingStorage(IStorage inner) : IStorage
{
    private readonly ConcurrentDictionary<(ObjectName Name, long Offset, int Length), bool> _read = [];

    public string Location => inner.Location;

    /// <summary>Every range is read for the first time again.</summary>
    public void Forget() => _read.Clear();

    public async Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await inner.GetRangeAsync(name, offset, destination, cancellationToken);
        if (name.Kind is ObjectKind.Pack or ObjectKind.Snapshot && _read.TryAdd((name, offset, destination.Length), true))
        {
            destination.Span[destination.Length / 2] ^= 1;
        }
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => inner.StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => inner.ListAsync(kind, cancellationToken);

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.RemoveUnfinishedAsync(before, cancellationToken);
}
