using System.Collections.Concurrent;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>Writes down what is read.</summary>
internal sealed class RecordingStorage(IStorage inner) : IStorage
{
    /// <summary>Every range read so far.</summary>
    public ConcurrentQueue<(ObjectName Name, long Offset, int Length)> Reads { get; } = [];

    public string Location => inner.Location;

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Reads.Enqueue((name, offset, destination.Length));
        return inner.GetRangeAsync(name, offset, destination, cancellationToken);
    }

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => inner.StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => inner.ListAsync(kind, cancellationToken);

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.RemoveUnfinishedAsync(before, cancellationToken);
}
