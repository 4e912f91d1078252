using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

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
    public async Task A_killed_holder_loses_the_account_after_its_term()
    {
        await using Store store = await Store.CreateAsync("alice");
        AccountRow alice = Row(store);
        using (StateTransaction transaction = store.Database.BeginImmediate())
        {
            transaction.Execute(
                "INSERT INTO account_lease (account_id, holder, work, expires_at) VALUES (@Id, 'dead:1', 'backup', @expires)",
                new { alice.Id, expires = (store.Clock.GetUtcNow() + AccountLease.Term).ToMicroseconds() });
            transaction.Commit();
        }

        EngineServices hasty = Services(store) with { Patience = TimeSpan.Zero };
        await Assert.ThrowsAsync<ConflictException>(() => Ask(hasty));
        store.Clock.Advance(AccountLease.Term);

        Assert.Equal("web01/alice", (await Ask(hasty)).Account);
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

    private static EngineServices Services(Store store) => new(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot);

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
