using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>Legal holds, which only COMPLIANCE lifts, and the bounds of an owner's locks.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task A_hold_is_placed_and_lifted_by_compliance_and_says_who_and_why()
    {
        await using Store store = await HoldableAsync();
        BackupReference backup = await OnlyAsync(store);
        await using LocalClient compliance = await store.SignInAsync("compliance", ["ComplianceAdministrator"]);

        Backup held = await compliance.DoAsync(new HoldBackup(backup, "case 12", null));

        Assert.Equal(new BackupLock("compliance", store.Clock.GetUtcNow(), "case 12", null), held.Hold);
        Assert.True(held is { Locked: true, Lock: null });
        Assert.Single(await store.Local.ListAsync(new ListBackups([], [], null, Locked: true, null, null, null)));
        await compliance.RefusedAsync("LegalHold", new HoldBackup(backup, null, null));
        Assert.False((await compliance.DoAsync(new ReleaseHold(backup))).Locked);
        await compliance.RefusedAsync("Conflict", new ReleaseHold(backup));
    }

    [Fact]
    public async Task Who_may_lock_lifts_no_hold()
    {
        await using Store store = await HoldableAsync();
        BackupReference backup = await OnlyAsync(store);
        await using LocalClient backups = await store.SignInAsync("backups", ["BackupAdministrator"], "web01");
        await store.Local.DoAsync(new HoldBackup(backup, null, null));

        await backups.RefusedAsync("AccessDenied", new ReleaseHold(backup));
        await backups.RefusedAsync("LegalHold", new UnlockBackup(backup));
        await backups.RefusedAsync("LockedBackup", new DeleteBackup(backup));
    }

    [Fact]
    public async Task A_lock_and_a_hold_stand_beside_each_other()
    {
        await using Store store = await HoldableAsync();
        BackupReference backup = await OnlyAsync(store);
        await using LocalClient backups = await store.SignInAsync("backups", ["BackupAdministrator"], "web01");
        await backups.DoAsync(new LockBackup(backup, null, null));
        await store.Local.DoAsync(new HoldBackup(backup, null, null));

        Assert.True((await backups.DoAsync(new UnlockBackup(backup))).Locked);
        await backups.DoAsync(new LockBackup(backup, null, null));
        Assert.True((await store.Local.DoAsync(new ReleaseHold(backup))).Locked);
        Assert.False((await backups.DoAsync(new UnlockBackup(backup))).Locked);
    }

    [Fact]
    public async Task A_hold_ends_by_a_clock_that_can_be_believed()
    {
        await using Store store = await HoldableAsync();
        BackupReference backup = await OnlyAsync(store);
        await store.Local.DoAsync(new HoldBackup(backup, null, store.Clock.GetUtcNow().AddDays(40)));

        store.Clock.Advance(TimeSpan.FromDays(41));
        await store.Local.RefusedAsync("LegalHold", new UnlockBackup(backup));
        await store.Local.DoAsync(new Engine.Clock.ConfirmClock());

        await store.Local.RefusedAsync("Conflict", new UnlockBackup(backup));
    }

    [Fact]
    public async Task An_owners_locks_are_capped_in_number()
    {
        await using Store store = await HoldableAsync();
        store.InsertBackup("web01/alice");
        await store.Local.DoAsync(new UpdateSetting("lock.ownerMaximum", ["1"]));
        await using LocalClient owner = await OwnerAsync(store);
        BackupReference[] backups = [.. (await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))).Select(one => new BackupReference(one))];
        DateTimeOffset soon = store.Clock.GetUtcNow().AddDays(1);

        await owner.DoAsync(new LockBackup(backups[0], null, soon));
        await owner.RefusedAsync("QuotaExceeded", new LockBackup(backups[1], null, soon));
        store.Clock.Advance(TimeSpan.FromDays(1));
        await owner.DoAsync(new LockBackup(backups[1], null, null));
    }

    [Fact]
    public async Task An_owners_locks_are_capped_in_time()
    {
        await using Store store = await HoldableAsync();
        BackupReference backup = await OnlyAsync(store);
        await store.Local.DoAsync(new UpdateSetting("lock.ownerMaximumDays", ["7"]));
        await using LocalClient owner = await OwnerAsync(store);
        DateTimeOffset latest = store.Clock.GetUtcNow().AddDays(7);

        await owner.RefusedAsync("QuotaExceeded", new LockBackup(backup, null, latest.AddMinutes(1)));
        Assert.Equal(latest, (await owner.DoAsync(new LockBackup(backup, null, latest))).Lock!.Until);
        await owner.DoAsync(new UnlockBackup(backup));

        Assert.Equal(latest, (await owner.DoAsync(new LockBackup(backup, null, null))).Lock!.Until);
    }

    [Fact]
    public async Task Who_reaches_the_connector_locks_without_bounds()
    {
        await using Store store = await HoldableAsync();
        await store.Local.DoAsync(new UpdateSetting("lock.ownerMaximum", ["0"]));
        await using LocalClient both = await store.SignInAsync("owner", ["AccountOwner", "BackupAdministrator"], "web01");
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));

        Assert.Null((await both.DoAsync(new LockBackup(await OnlyAsync(store), null, null))).Lock!.Until);
    }

    private static async Task<LocalClient> OwnerAsync(Store store)
    {
        LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));
        return owner;
    }

    private static async Task<Store> HoldableAsync()
    {
        Store store = await Store.CreateAsync("alice");
        store.InsertBackup("web01/alice");
        return store;
    }

    private static async Task<BackupReference> OnlyAsync(Store store) =>
        new(Assert.Single(await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))));
}
