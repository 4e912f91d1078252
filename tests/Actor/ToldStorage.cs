using BackupAccess.Repository.Storage;

namespace BackupAccess.Actor;

/// <summary>Says a line before every call, so that whoever watches can strike anywhere.</summary>
internal sealed class ToldStorage(IStorage inner) : IStorage
{
    public string Location => inner.Location;

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Tell().PutAsync(name, content, cancellationToken);

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        Tell().GetRangeAsync(name, offset, destination, cancellationToken);

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => Tell().StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => Tell().ListAsync(kind, cancellationToken);

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) => Tell().DeleteAsync(name, cancellationToken);

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => Tell().RemoveUnfinishedAsync(before, cancellationToken);

    private IStorage Tell()
    {
        Console.WriteLine("call");
        return inner;
    }
}
