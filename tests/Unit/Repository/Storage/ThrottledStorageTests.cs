using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>With limits that don't bite, it is a storage like any other.</summary>
public sealed class ThrottledStorageTests : StorageConformance
{
    private const int Limit = 1000;
    private static readonly ObjectName s_name = new(ObjectKind.Pack, ObjectId.Of("x"u8));

    private readonly PagedObjectStore _store = new();
    private readonly ManualTime _time = new();

    protected override IStorage Storage => new ThrottledStorage(_store, long.MaxValue, long.MaxValue, TimeProvider.System);

    [Fact]
    public async Task A_second_s_worth_goes_at_once_and_the_rest_at_the_limit()
    {
        ThrottledStorage storage = new(_store, Limit, downloadLimit: null, _time);

        await storage.PutAsync(Name(1), new byte[Limit], CancellationToken.None);
        Task second = storage.PutAsync(Name(2), new byte[5 * Limit], CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.Null(await _store.StatAsync(Name(2), CancellationToken.None));
        _time.Advance(TimeSpan.FromMilliseconds(2));
        await second;

        Assert.Equal(5 * Limit, await _store.StatAsync(Name(2), CancellationToken.None));
    }

    [Fact]
    public async Task Calls_beside_each_other_share_the_limit()
    {
        await _store.PutAsync(s_name, new byte[Limit], CancellationToken.None);
        ThrottledStorage storage = new(_store, uploadLimit: null, Limit, _time);

        Task[] reads = [.. Enumerable.Range(0, 4).Select(_ => storage.GetRangeAsync(s_name, 0, new byte[Limit], CancellationToken.None))];
        await reads[0];
        for (int done = 1; done < 4; done++)
        {
            Assert.DoesNotContain(reads[done..], read => read.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(1001));
            await reads[done];
        }
    }

    [Fact]
    public async Task One_direction_doesn_t_hold_up_the_other()
    {
        ThrottledStorage storage = new(_store, Limit, Limit, _time);
        await storage.PutAsync(s_name, new byte[Limit], CancellationToken.None);

        await storage.GetRangeAsync(s_name, 0, new byte[Limit], CancellationToken.None);

        Assert.Equal(Limit, await storage.StatAsync(s_name, CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_bytes_back()
    {
        using CancellationTokenSource stop = new();
        ThrottledStorage storage = new(_store, Limit, downloadLimit: null, _time);
        await storage.PutAsync(Name(1), new byte[Limit], CancellationToken.None);

        Task cancelled = storage.PutAsync(Name(2), new byte[100 * Limit], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task next = storage.PutAsync(Name(3), new byte[Limit], CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(1001));
        await next;

        Assert.Null(await _store.StatAsync(Name(2), CancellationToken.None));
    }

    [Fact]
    public void A_limit_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThrottledStorage(_store, 0, downloadLimit: null, _time));
    }

    private static ObjectName Name(byte number) => new(ObjectKind.Pack, ObjectId.Of([number]));
}
