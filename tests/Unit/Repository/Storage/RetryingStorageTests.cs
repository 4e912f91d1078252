using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>Over an object store that fails again and again, before and after the effect, it is a storage like any other.</summary>
public sealed class RetryingStorageTests : StorageConformance
{
    private static readonly ObjectName s_name = new(ObjectKind.Pack, ObjectId.Of("x"u8));
    private static readonly RetryOptions s_atOnce = new() { FirstDelay = TimeSpan.Zero };

    private readonly PagedObjectStore _store = new(page => page % 13 == 5);

    // One attempt more than there are faults: whichever calls beside each other they hit, none is given up.
    public RetryingStorageTests() => Storage = new RetryingStorage(
        new FaultyStorage(_store, [.. Enumerable.Range(1, 40).Select(i => i % 2 == 0 ? StorageFault.Before(i * 3) : StorageFault.After(i * 3))]),
        s_atOnce with { Attempts = 41 });

    protected override IStorage Storage { get; }

    [Fact]
    public async Task A_call_is_tried_again_until_it_succeeds()
    {
        FaultyStorage faulty = new(_store, StorageFault.Before(1), StorageFault.Before(2), StorageFault.Before(3));

        await new RetryingStorage(faulty, s_atOnce).PutAsync(s_name, new byte[1], CancellationToken.None);

        Assert.Equal(4, faulty.Count(StorageCalls.Put));
    }

    [Fact]
    public async Task The_last_failure_of_too_many_surfaces()
    {
        FaultyStorage faulty = new(_store, [.. Enumerable.Range(1, 10).Select(StorageFault.Before)]);

        StorageException failure = await Assert.ThrowsAsync<StorageException>(() =>
            new RetryingStorage(faulty, s_atOnce with { Attempts = 3 }).StatAsync(s_name, CancellationToken.None));

        Assert.True(failure.IsTransient);
        Assert.Equal(3, faulty.Count(StorageCalls.All));
    }

    [Fact]
    public async Task A_permanent_failure_surfaces_at_once()
    {
        FaultyStorage dead = new(_store, StorageFault.Before(1).ThenDead());

        await Assert.ThrowsAsync<StorageException>(() => new RetryingStorage(dead, s_atOnce).DeleteAsync(s_name, CancellationToken.None));

        Assert.Equal(1, dead.Count(StorageCalls.All));
    }

    [Fact]
    public async Task A_put_that_was_done_although_it_failed_is_a_success()
    {
        FaultyStorage faulty = new(_store, StorageFault.After(1));

        await new RetryingStorage(faulty, s_atOnce).PutAsync(s_name, new byte[] { 1, 2 }, CancellationToken.None);

        Assert.Equal([1, 2], await _store.GetAsync(s_name, 10_000_000, CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { 9, 9 })]
    [InlineData(new byte[] { 1 })]
    public async Task A_put_that_failed_and_then_meets_another_s_content_is_refused(byte[] other)
    {
        await _store.PutAsync(s_name, other, CancellationToken.None);
        FaultyStorage faulty = new(_store, StorageFault.Before(1));

        await Assert.ThrowsAsync<ObjectExistsException>(() => new RetryingStorage(faulty, s_atOnce).PutAsync(s_name, new byte[] { 1, 2 }, CancellationToken.None));

        Assert.Equal(other, await _store.GetAsync(s_name, 10_000_000, CancellationToken.None));
    }

    [Fact]
    public async Task A_name_that_was_taken_before_the_first_attempt_is_refused_even_with_the_same_content()
    {
        await _store.PutAsync(s_name, new byte[] { 1 }, CancellationToken.None);

        await Assert.ThrowsAsync<ObjectExistsException>(() => new RetryingStorage(_store, s_atOnce).PutAsync(s_name, new byte[] { 1 }, CancellationToken.None));
    }

    [Fact]
    public async Task A_list_that_breaks_off_goes_on_and_gives_nothing_twice()
    {
        for (int i = 0; i < 8; i++)
        {
            await _store.PutAsync(new ObjectName(ObjectKind.Key, ObjectId.Of([(byte)i])), new byte[1], CancellationToken.None);
        }

        FaultyStorage faulty = new(_store, StorageFault.Torn(1), StorageFault.Torn(2));

        List<StoredObject> list = await new RetryingStorage(faulty, s_atOnce).ListAsync(ObjectKind.Key, CancellationToken.None).ToListAsync();

        Assert.Equal(8, list.Distinct().Count());
        Assert.Equal(8, list.Count);
    }

    [Fact]
    public async Task Waits_grow_up_to_the_longest_and_end_with_the_call()
    {
        ManualTime time = new();
        FaultyStorage faulty = new(_store, [.. Enumerable.Range(1, 5).Select(StorageFault.Before)]);
        RetryingStorage storage = new(faulty, new RetryOptions { FirstDelay = TimeSpan.FromSeconds(10), LongestDelay = TimeSpan.FromSeconds(40), TimeProvider = time });

        Task<long?> stat = storage.StatAsync(s_name, CancellationToken.None);
        foreach ((int seconds, int attempts) in new[] { (10, 2), (20, 3), (40, 4), (40, 5), (40, 6) })
        {
            await UntilAsync(() => time.TimersMade == attempts - 1);
            time.Advance(TimeSpan.FromSeconds((seconds / 2) - 1));
            Assert.Equal(attempts - 1, faulty.Count(StorageCalls.All));
            time.Advance(TimeSpan.FromSeconds((seconds / 2) + 1));
            await UntilAsync(() => faulty.Count(StorageCalls.All) == attempts);
        }

        Assert.Null(await stat);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait()
    {
        using CancellationTokenSource stop = new();
        FaultyStorage faulty = new(_store, StorageFault.Before(1));
        RetryingStorage storage = new(faulty, new RetryOptions { FirstDelay = TimeSpan.FromDays(1), LongestDelay = TimeSpan.FromDays(1), TimeProvider = new ManualTime() });

        Task<long?> stat = storage.StatAsync(s_name, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stat);
        Assert.Equal(1, faulty.Count(StorageCalls.All));
    }

    /// <summary>What a fired timer set going runs beside this thread.</summary>
    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource hang = new(TimeSpan.FromMinutes(1));
        while (!isSo())
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
