using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>Without faults it is a storage like any other.</summary>
public sealed class FaultyStorageTests : StorageConformance
{
    private static readonly ObjectName s_name = new(ObjectKind.Pack, ObjectId.Of("x"u8));

    private readonly TemporaryFolder _folder = new();
    private readonly LocalStorage _inner;

    public FaultyStorageTests()
    {
        _inner = new LocalStorage(_folder.Under("repository"));
        Storage = new FaultyStorage(_inner);
    }

    protected override IStorage Storage { get; }

    [Fact]
    public async Task A_put_that_fails_before_its_effect_leaves_nothing()
    {
        FaultyStorage storage = new(_inner, StorageFault.Before(1));

        StorageException failure = await Assert.ThrowsAsync<StorageException>(() => storage.PutAsync(s_name, new byte[8], CancellationToken.None));

        Assert.True(failure.IsTransient);
        Assert.Contains($"{s_name}", failure.Message, StringComparison.Ordinal);
        Assert.Null(await storage.StatAsync(s_name, CancellationToken.None));
    }

    [Fact]
    public async Task A_put_that_fails_after_its_effect_leaves_the_object_and_a_torn_one_half_of_it()
    {
        FaultyStorage storage = new(_inner, StorageFault.After(1), StorageFault.Torn(3));
        ObjectName torn = new(ObjectKind.Pack, ObjectId.Of("y"u8));

        await Assert.ThrowsAsync<StorageException>(() => storage.PutAsync(s_name, new byte[8], CancellationToken.None));
        Assert.Equal(8, await storage.StatAsync(s_name, CancellationToken.None));

        await Assert.ThrowsAsync<StorageException>(() => storage.PutAsync(torn, new byte[8], CancellationToken.None));
        Assert.Equal(4, await storage.StatAsync(torn, CancellationToken.None));
    }

    [Fact]
    public async Task A_fault_counts_only_the_calls_that_it_is_of()
    {
        FaultyStorage storage = new(_inner, StorageFault.Before(2) with { Of = StorageCalls.Changes });

        await storage.PutAsync(s_name, new byte[8], CancellationToken.None);
        await storage.GetAsync(s_name, 10_000_000, CancellationToken.None);
        await Assert.ThrowsAsync<StorageException>(() => storage.DeleteAsync(s_name, CancellationToken.None));
        await storage.DeleteAsync(s_name, CancellationToken.None);

        Assert.Equal(3, storage.Count(StorageCalls.Changes));
        Assert.Equal(2, storage.Count(StorageCalls.Reads));
        Assert.Equal(5, storage.Count(StorageCalls.All));
    }

    [Fact]
    public async Task After_its_death_every_call_fails_and_none_is_transient()
    {
        FaultyStorage storage = new(_inner, StorageFault.After(1).ThenDead());

        StorageException last = await Assert.ThrowsAsync<StorageException>(() => storage.PutAsync(s_name, new byte[8], CancellationToken.None));
        Assert.False(last.IsTransient);
        await Assert.ThrowsAsync<StorageException>(() => storage.StatAsync(s_name, CancellationToken.None));
        await Assert.ThrowsAsync<StorageException>(() => storage.GetRangeAsync(s_name, 0, new byte[8], CancellationToken.None));
        await Assert.ThrowsAsync<StorageException>(async () => await storage.ListAsync(ObjectKind.Pack, CancellationToken.None).ToListAsync());
        await Assert.ThrowsAsync<StorageException>(() => storage.DeleteAsync(s_name, CancellationToken.None));

        Assert.Equal(8, await _inner.StatAsync(s_name, CancellationToken.None));
    }

    [Fact]
    public async Task A_torn_list_ends_half_way_and_fails()
    {
        for (int i = 0; i < 4; i++)
        {
            await _inner.PutAsync(new ObjectName(ObjectKind.Key, ObjectId.Of([(byte)i])), new byte[1], CancellationToken.None);
        }

        FaultyStorage storage = new(_inner, StorageFault.Torn(1));
        List<StoredObject> seen = [];

        await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await foreach (StoredObject stored in storage.ListAsync(ObjectKind.Key, CancellationToken.None))
            {
                seen.Add(stored);
            }
        });

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task A_delayed_call_succeeds_when_its_time_has_come()
    {
        ManualTime time = new();
        FaultyStorage storage = new(_inner, time, StorageFault.Delayed(1, TimeSpan.FromMinutes(5)));

        Task put = storage.PutAsync(s_name, new byte[8], CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(await _inner.StatAsync(s_name, CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(1));
        await put;

        Assert.Equal(8, await _inner.StatAsync(s_name, CancellationToken.None));
    }

    protected override void Dispose(bool isDisposing)
    {
        _folder.Dispose();
        base.Dispose(isDisposing);
    }
}
