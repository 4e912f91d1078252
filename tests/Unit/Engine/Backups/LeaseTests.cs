using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;
using BackupAccess.Repository.Tests;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>One process at a time works on an account.</summary>
public sealed class LeaseTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_second_process_waits_for_the_account_and_then_gives_up_with_Conflict()
    {
        await using Store store = await Store.CreateAsync("alice");
        EngineServices hasty = Services(store) with { Patience = TimeSpan.Zero };
        await using (await HoldAsync(store, "backup"))
        {
            EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => Ask(hasty));

            Assert.Equal("Conflict", failure.ErrorId);
            Assert.Contains("\"web01/alice\" (backup by ", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal("web01/alice", (await Ask(hasty)).Account);
    }

    [Fact]
    public async Task Work_that_waits_goes_on_when_the_account_is_free()
    {
        await using Store store = await Store.CreateAsync("alice");
        AccountLease held = await HoldAsync(store, "restore");

        Task<Backup> waiting = Ask(Services(store));
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        Assert.Equal("web01/alice", (await waiting).Account);
    }

    [Fact]
    public async Task A_right_lost_while_waiting_for_the_account_refuses_the_work()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        AccountLease held = await HoldAsync(store, "restore");
        Task<Backup> waiting = jane.DoAsync(new BackupAccount(s_alice, []));

        await store.Local.DoAsync(new RevokeConnector(new UserReference("jane"), new ConnectorReference("web01")));
        await held.DisposeAsync();

        Assert.Equal("NotFound", (await Assert.ThrowsAnyAsync<EngineException>(() => waiting)).ErrorId);
        Assert.Equal(AuditOutcome.Refused, (await store.AuditAsync())[^1].Outcome);
    }

    [Fact]
    public async Task A_lease_that_ended_longer_ago_than_clocks_may_differ_is_taken_at_once()
    {
        await using Store store = await Store.CreateAsync("alice");
        Plant(store, "dead:1", store.Clock.GetUtcNow() + AccountLease.Term);
        EngineServices hasty = Services(store) with { Patience = TimeSpan.Zero };
        await Assert.ThrowsAsync<ConflictException>(() => Ask(hasty));
        store.Clock.Advance(AccountLease.Term + TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ConflictException>(() => Ask(hasty));
        store.Clock.Advance(AccountLease.Skew);

        Assert.Equal("web01/alice", (await Ask(hasty)).Account);
    }

    [Fact]
    public async Task A_holder_whose_process_on_this_machine_has_ended_loses_the_account_at_once()
    {
        await using Store store = await Store.CreateAsync("alice");
        EngineServices hasty = Services(store) with { Patience = TimeSpan.Zero };
        Plant(store, LeaseHolder.New(store.Clock), store.Clock.GetUtcNow() + AccountLease.Term);
        await Assert.ThrowsAsync<ConflictException>(() => Ask(hasty));
        Plant(store, TestTasks.GoneHolder(store.Clock), store.Clock.GetUtcNow() + AccountLease.Term);

        Assert.Equal("web01/alice", (await Ask(hasty)).Account);
    }

    [Fact]
    public async Task A_killed_holder_loses_the_account_once_it_was_silent_for_its_term_whatever_the_wall_clocks_say()
    {
        await using Store store = await Store.CreateAsync("alice");
        Plant(store, "dead:1", expires: DateTimeOffset.UnixEpoch.AddYears(1000));
        ManualTime time = new();

        Task<AccountLease> waiting = AccountLease.TakeAsync(Services(store, time), Row(store), "backup", CancellationToken.None);
        await PassAsync(time, AccountLease.Term - TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await using AccountLease taken = await waiting;
    }

    [Fact]
    public async Task A_holder_that_renews_keeps_the_account_for_longer_than_its_term()
    {
        await using Store store = await Store.CreateAsync("alice");
        ManualTime time = new();
        AccountLease held = await AccountLease.TakeAsync(Services(store, time), Row(store), "backup", CancellationToken.None);
        EngineServices patient = Services(store, time) with { Patience = TimeSpan.FromHours(1) };

        Task<AccountLease> waiting = AccountLease.TakeAsync(patient, Row(store), "restore", CancellationToken.None);
        for (int i = 0; i < 10; i++)
        {
            await PassAsync(time, TimeSpan.FromSeconds(5));
        }

        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, await held.RunAsync(stop => Task.FromResult(stop.IsCancellationRequested ? 0 : 1), CancellationToken.None));
        await held.DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await using AccountLease taken = await waiting;
    }

    [Fact]
    public async Task A_holder_that_can_not_renew_stops_its_work_before_others_may_begin()
    {
        await using Store store = await Store.CreateAsync("alice");
        ManualTime time = new();
        EngineServices services = Services(store, time);
        await using AccountLease held = await AccountLease.TakeAsync(services, Row(store), "backup", CancellationToken.None);
        string database = Path.Combine(store.StatePath, "state.db");
        services.Database.Release();
        File.Move(database, database + ".away");

        Task<int> work = held.RunAsync(Endless, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(AccountLease.Validity - TimeSpan.FromSeconds(11));
        Assert.False(work.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<ConflictException>(() => work);
        Assert.True(AccountLease.Validity < AccountLease.Term);
        File.Move(database + ".away", database);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_holder_that_slept_while_another_had_the_account_is_stopped_and_writes_nothing_down(bool isStillHeld)
    {
        await using Store store = await Store.CreateAsync("alice");
        ManualTime time = new();
        EngineServices services = Services(store, time);
        await using AccountLease slept = await AccountLease.TakeAsync(services, Row(store), "backup", CancellationToken.None);
        Task<int> work = slept.RunAsync(Endless, CancellationToken.None);
        Plant(store, isStillHeld ? "other:1" : null, expires: time.GetUtcNow().AddSeconds(20));

        using (StateConnection db = store.Database.Connect())
        {
            Assert.Equal("Conflict", Assert.Throws<ConflictException>(() => slept.RequireHeld(db)).ErrorId);
        }

        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.Zero);

        await Assert.ThrowsAsync<ConflictException>(() => work);
    }

    [Fact]
    public async Task Other_accounts_do_not_wait()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await using (await HoldAsync(store, "backup"))
        {
            await store.Local.DoAsync(new BackupAccount(new AccountReference("bob"), []));
        }
    }

    private static EngineServices Services(Store store) => Services(store, store.Clock);

    private static EngineServices Services(Store store, TimeProvider time) => new(StateFolder.Open(store.StatePath, time), time, store.Boot);

    /// <summary>Has alice be held by another, or by nobody.</summary>
    private static void Plant(Store store, string? holder, DateTimeOffset expires)
    {
        AccountRow alice = Row(store);
        using StateTransaction transaction = store.Database.BeginImmediate();
        transaction.Execute("DELETE FROM account_lease WHERE account_id = @Id", new { alice.Id });
        if (holder is not null)
        {
            transaction.Execute(
                "INSERT INTO account_lease (account_id, holder, work, expires_at) VALUES (@Id, @holder, 'backup', @expires)",
                new { alice.Id, holder, expires = expires.ToMicroseconds() });
        }

        transaction.Commit();
    }

    /// <summary>Lets time pass, and whoever waits look again: who looks has made its next timer.</summary>
    private static async Task PassAsync(ManualTime time, TimeSpan by)
    {
        int made = time.TimersMade;
        time.Advance(by);
        while (time.TimersMade == made)
        {
            await Task.Yield();
        }
    }

    private static async Task<int> Endless(CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        return 0;
    }

    private static Task<Backup> Ask(EngineServices services) =>
        new BackupEngine(services).InvokeAsync(
            new Session(Guid.Empty, "local:another", SignInMethod.Local, new SignInOrigin("Test", "local"), services.Time.GetUtcNow()),
            new BackupAccount(s_alice, []), progress: null, CancellationToken.None);

    private static Task<AccountLease> HoldAsync(Store store, string work) => AccountLease.TakeAsync(Services(store), Row(store), work, CancellationToken.None);

    private static AccountRow Row(Store store)
    {
        using StateConnection db = store.Database.Connect();
        return Assert.Single(AccountStore.FindLive(db, "alice"));
    }
}
