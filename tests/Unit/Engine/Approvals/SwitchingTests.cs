using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>Switching approvals on needs who could approve; switching them off needs an approval.</summary>
public sealed class SwitchingTests
{
    [Fact]
    public async Task Two_approvers_who_can_sign_in_are_needed()
    {
        await using Store store = await Store.CreateAsync();
        UpdateSetting on = new("approval.operations", ["deleteBackup"]);
        UserReference boss = new("boss");

        await store.Local.RefusedAsync("TooFewApprovers", on);
        await store.Local.DoAsync(new CreateUser("boss", ["Administrator"], ConsoleAccess.Off, null, null));
        await store.Local.RefusedAsync("TooFewApprovers", on);
        string key = (await store.Local.DoAsync(new CreateAccessKey(boss, store.Clock.GetUtcNow().AddDays(1)))).AccessKeyId;
        await store.Local.DoAsync(new DisableUser(boss));
        await store.Local.RefusedAsync("TooFewApprovers", on);
        await store.Local.DoAsync(new EnableUser(boss));
        await store.Local.DoAsync(new DisableAccessKey(new AccessKeyReference(key)));
        await store.Local.RefusedAsync("TooFewApprovers", on);
        await store.Local.DoAsync(new EnableAccessKey(new AccessKeyReference(key)));

        Assert.Equal(["deleteBackup"], (await store.Local.DoAsync(on)).Value);
    }

    [Theory]
    [InlineData("listBackups")]
    [InlineData("approveRequest")]
    [InlineData("denyRequest")]
    [InlineData("applyState")]
    [InlineData("signIn")]
    [InlineData("noSuchOperation")]
    public async Task What_only_reads_or_approves_is_not_named(string operation)
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync();

        await world.Store.Local.RefusedAsync("InvalidValue", new UpdateSetting("approval.operations", [operation]));
    }

    [Theory]
    [InlineData("approval.operations", null)]
    [InlineData("approval.operations", "unlockBackup")]
    [InlineData("approval.quietDays", "1")]
    [InlineData("approval.expiryHours", null)]
    public async Task Nobody_switches_approvals_off_or_loosens_them_alone(string setting, string? value)
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        UpdateSetting loosen = new(setting, value is null ? null : [value]);

        Guid id = await admin.RequestAsync(loosen);
        await world.Store.Local.RequestAsync(loosen);

        await world.Approver.DoAsync(new ApproveRequest(id));
        await admin.RunAsync(loosen, id);
        Assert.Equal(value is null, (await world.Store.Local.ListAsync(new ListSettings([setting])))[0].ChangedBy is null);
    }

    [Fact]
    public async Task Once_off_nothing_needs_an_approval()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        UpdateSetting off = new("approval.operations", []);
        Guid id = await admin.RequestAsync(off);
        await world.Approver.DoAsync(new ApproveRequest(id));
        await admin.RunAsync(off, id);

        Assert.True((await world.Operator.DoAsync(new LockBackup(world.Backup, null, null))).Locked);
        await admin.DoAsync(new UpdateSetting("selfKeys", ["true"]));
    }
}
