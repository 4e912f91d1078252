using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

public sealed class ReadOnlyStorageTests
{
    private static readonly ObjectName s_name = new(ObjectKind.Snapshot, ObjectId.Of("x"u8));

    [Fact]
    public async Task What_is_there_is_read()
    {
        PagedObjectStore store = new();
        await store.PutAsync(s_name, new byte[] { 1, 2 }, CancellationToken.None);
        ReadOnlyStorage storage = new(store);

        Assert.Equal([1, 2], await storage.GetAsync(s_name, 10_000_000, CancellationToken.None));
        Assert.Equal(2, await storage.StatAsync(s_name, CancellationToken.None));
        Assert.Equal(s_name, (await storage.ListAsync(ObjectKind.Snapshot, CancellationToken.None).SingleAsync()).Name);
    }

    [Fact]
    public async Task Every_change_is_refused_by_name_and_nothing_changes()
    {
        PagedObjectStore store = new();
        await store.PutAsync(s_name, new byte[] { 1, 2 }, CancellationToken.None);
        ReadOnlyStorage storage = new(store);
        ObjectName other = new(ObjectKind.Snapshot, ObjectId.Of("y"u8));

        StorageReadOnlyException put = await Assert.ThrowsAsync<StorageReadOnlyException>(() => storage.PutAsync(other, new byte[1], CancellationToken.None));
        StorageReadOnlyException delete = await Assert.ThrowsAsync<StorageReadOnlyException>(() => storage.DeleteAsync(s_name, CancellationToken.None));
        await Assert.ThrowsAsync<StorageReadOnlyException>(() => storage.RemoveUnfinishedAsync(DateTimeOffset.MaxValue, CancellationToken.None));

        Assert.Contains($"{other}", put.Message, StringComparison.Ordinal);
        Assert.Contains($"{s_name}", delete.Message, StringComparison.Ordinal);
        Assert.False(put.IsTransient);
        Assert.Single(await store.ListAsync(ObjectKind.Snapshot, CancellationToken.None).ToListAsync());
    }
}
