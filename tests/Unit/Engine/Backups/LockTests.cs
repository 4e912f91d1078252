using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Backups;

public sealed class LockTests
{
    [Fact]
    public async Task A_lock_says_who_placed_it_why_and_until_when()
    {
        await using Store store = await LockableAsync();
        BackupReference backup = await OnlyAsync(store);
        await using LocalClient backups = await store.SignInAsync("backups", ["BackupAdministrator"], "web01");
        DateTimeOffset until = store.Clock.GetUtcNow().AddDays(30);

        Backup locked = await backups.DoAsync(new LockBackup(backup, "audit 2026", until));

        Assert.Equal(new BackupLock("backups", store.Clock.GetUtcNow(), "audit 2026", until), locked.Lock);
        Assert.Equal("audit 2026", (await store.AuditAsync())[^1].Reason);
        await store.Local.RefusedAsync("LockedBackup", new LockBackup(backup, null, null));
        Assert.Null((await backups.DoAsync(new UnlockBackup(backup))).Lock);
        await backups.RefusedAsync("Conflict", new UnlockBackup(backup));
    }

    [Fact]
    public async Task A_lock_ends_by_the_clock()
    {
        await using Store store = await LockableAsync();
        BackupReference backup = await OnlyAsync(store);
        await store.Local.DoAsync(new LockBackup(backup, null, store.Clock.GetUtcNow().AddDays(1)));

        store.Clock.Advance(TimeSpan.FromDays(1));

        Assert.False((await store.Local.DoAsync(new GetBackup(backup))).Locked);
        await store.Local.DoAsync(new LockBackup(backup, "again", null));
    }

    [Fact]
    public async Task An_owner_lifts_an_own_lock_and_nobody_elses()
    {
        await using Store store = await LockableAsync();
        BackupReference backup = await OnlyAsync(store);
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));

        await owner.DoAsync(new LockBackup(backup, null, null));
        await owner.DoAsync(new UnlockBackup(backup));
        await store.Local.DoAsync(new LockBackup(backup, null, null));
        await owner.RefusedAsync("AccessDenied", new UnlockBackup(backup));

        Assert.True((await owner.DoAsync(new GetBackup(backup))).Locked);
    }

    [Fact]
    public async Task Anothers_lock_is_lifted_by_connector_reach()
    {
        await using Store store = await LockableAsync();
        BackupReference backup = await OnlyAsync(store);
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await using LocalClient operatorUser = await store.SignInAsync("operator", ["Operator"], "web01");
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));
        await owner.DoAsync(new LockBackup(backup, null, null));

        Assert.False((await operatorUser.DoAsync(new UnlockBackup(backup))).Locked);
    }

    [Fact]
    public async Task A_new_user_under_a_removed_ones_name_does_not_hold_the_old_ones_locks()
    {
        await using Store store = await LockableAsync();
        BackupReference backup = await OnlyAsync(store);
        AccountReference alice = new("alice");
        await using (LocalClient first = await store.SignInAsync("owner", ["AccountOwner"]))
        {
            await store.Local.DoAsync(new SetAccountOwner(alice, new UserReference("owner")));
            await first.DoAsync(new LockBackup(backup, null, null));
        }

        await store.Local.DoAsync(new RemoveUser(new UserReference("owner")));
        await using LocalClient second = await store.SignInAsync("owner", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(alice, new UserReference("owner")));

        await second.RefusedAsync("AccessDenied", new UnlockBackup(backup));
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("\u001b[31mred")]
    public async Task A_reason_that_steers_a_terminal_is_refused(string reason)
    {
        await using Store store = await LockableAsync();

        await store.Local.RefusedAsync("InvalidValue", new LockBackup(await OnlyAsync(store), reason, null));
        await store.Local.RefusedAsync("InvalidValue", new LockBackup(await OnlyAsync(store), new string('x', 501), null));
        await store.Local.RefusedAsync("InvalidValue", new LockBackup(await OnlyAsync(store), null, store.Clock.GetUtcNow()));
    }

    private static async Task<Store> LockableAsync()
    {
        Store store = await Store.CreateAsync("alice");
        store.InsertBackup("web01/alice");
        return store;
    }

    private static async Task<BackupReference> OnlyAsync(Store store) =>
        new(Assert.Single(await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))));
}
