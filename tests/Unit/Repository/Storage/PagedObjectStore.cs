using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>
/// An object store in memory, as those behind S3 are: a put fails when the name is taken, a list comes in pages of a
/// thousand, each a request of its own that sees the store as it is then and may fail, every request takes a turn of
/// other work, and nothing has a path, a rename or an fsync.
/// </summary>
/// <param name="failsAt">Whether the n-th page asked for, counted from 1, fails for a moment.</param>
internal sealed class PagedObjectStore(Func<int, bool>? failsAt = null) : IStorage
{
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<ObjectName, byte[]> _objects = [];
    private int _pages;

    public string Location => "memory:";

    public int Pages => _pages;

    public async Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        byte[] stored = content.ToArray();
        await TravelAsync(cancellationToken);
        if (!_objects.TryAdd(name, stored))
        {
            throw new ObjectExistsException(name, Location);
        }
    }

    public async Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        if (!_objects.TryGetValue(name, out byte[]? content))
        {
            throw new ObjectNotFoundException(name, Location);
        }

        if (offset + destination.Length > content.Length)
        {
            throw new StorageException($"\"{name}\" in \"{Location}\" ends at byte {content.Length}.");
        }

        content.AsMemory((int)offset, destination.Length).CopyTo(destination);
    }

    public async Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        return _objects.TryGetValue(name, out byte[]? content) ? content.Length : null;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string after = "";
        while (true)
        {
            await TravelAsync(cancellationToken);
            int number = Interlocked.Increment(ref _pages);
            if (failsAt?.Invoke(number) == true)
            {
                throw new StorageException($"Page {number} of \"{kind}\" objects in \"{Location}\" is slow to come.") { IsTransient = true };
            }

            List<StoredObject> page = [.. Page(kind, after)];
            foreach (StoredObject stored in page)
            {
                yield return stored;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Name.Id.ToString();
        }
    }

    public async Task DeleteAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        _objects.TryRemove(name, out _);
    }

    public async Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        return 0;
    }

    private IEnumerable<StoredObject> Page(ObjectKind kind, string after) => _objects
        .Where(stored => stored.Key.Kind == kind)
        .Select(stored => (Id: stored.Key.Id.ToString(), Object: new StoredObject(stored.Key, stored.Value.Length)))
        .Where(stored => string.CompareOrdinal(stored.Id, after) > 0)
        .OrderBy(stored => stored.Id, StringComparer.Ordinal)
        .Take(PageSize)
        .Select(stored => stored.Object);

    private static async Task TravelAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
