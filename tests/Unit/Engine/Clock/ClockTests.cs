using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Clock;

public sealed class ClockTests
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60 * 24 * 30)]
    public async Task A_step_of_a_minute_back_or_thirty_days_on_is_believed(int minutes)
    {
        await using Store store = await Store.CreateAsync();

        store.Clock.Advance(TimeSpan.FromMinutes(minutes));

        RequireTrusted(store);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData((60 * 24 * 30) + 1)]
    public async Task A_clock_that_goes_back_or_leaps_is_not_believed_until_it_is_confirmed(int minutes)
    {
        await using Store store = await Store.CreateAsync();
        DateTimeOffset before = store.Clock.GetUtcNow();

        store.Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal("ClockNotTrusted", Assert.Throws<ConflictException>(() => RequireTrusted(store)).ErrorId);
        ClockConfirmation confirmed = await store.Local.DoAsync(new ConfirmClock());
        Assert.Equal((store.Clock.GetUtcNow(), before), (confirmed.Time, confirmed.LastTrusted));
        Assert.NotNull(confirmed.Doubt);
        RequireTrusted(store);
        Assert.Null((await store.Local.DoAsync(new ConfirmClock())).Doubt);
    }

    [Fact]
    public async Task A_doubt_stays_when_the_clock_comes_right_by_itself()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Clock.Advance(s_day * 31);
        await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));

        store.Clock.Advance(-s_day * 31);

        Assert.Throws<ConflictException>(() => RequireTrusted(store));
    }

    [Fact]
    public async Task Days_that_the_machine_did_not_run_through_are_not_believed_even_in_small_steps()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Boot.Moment = new BootMoment("one", TimeSpan.FromHours(1));
        await WorkAsync(store);

        store.Clock.Advance(s_day / 2);
        await WorkAsync(store);
        store.Clock.Advance(s_day / 2);
        await WorkAsync(store);
        RequireTrusted(store);
        store.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Throws<ConflictException>(() => RequireTrusted(store));
    }

    [Fact]
    public async Task A_machine_that_ran_all_the_time_or_was_started_anew_is_believed()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Boot.Moment = new BootMoment("one", TimeSpan.FromHours(1));
        await WorkAsync(store);

        store.Clock.Advance(s_day * 3);
        store.Boot.Moment = new BootMoment("one", TimeSpan.FromHours(1) + (s_day * 3));
        await WorkAsync(store);
        RequireTrusted(store);

        store.Clock.Advance(s_day * 3);
        store.Boot.Moment = new BootMoment("two", TimeSpan.FromMinutes(1));
        RequireTrusted(store);
    }

    [Fact]
    public async Task No_lock_ends_by_a_clock_that_is_not_believed()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        BackupReference reference = new(backup.Id.ToString());
        await store.Local.DoAsync(new LockBackup(reference, "audit", store.Clock.GetUtcNow() + s_day));

        store.Clock.Advance(s_day * 40);

        Assert.True((await store.Local.DoAsync(new GetBackup(reference))).Locked);
        await store.Local.DoAsync(new ConfirmClock());
        Assert.False((await store.Local.DoAsync(new GetBackup(reference))).Locked);
    }

    [Fact]
    public void The_system_tells_how_long_it_runs()
    {
        BootMoment? moment = new SystemBootClock().Read();

        Assert.Equal(OperatingSystem.IsLinux(), moment is { Uptime.Ticks: > 0, Boot.Length: > 0 });
    }

    /// <summary>Does something that is written down, and the time with it.</summary>
    private static Task WorkAsync(Store store) => store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));

    private static void RequireTrusted(Store store)
    {
        EngineServices services = new(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot);
        using StateConnection db = services.Database.Connect();
        ClockGuard.RequireTrusted(db, services);
    }
}
