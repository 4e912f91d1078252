using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>Nobody is asked to approve what would be refused.</summary>
public sealed class RefusedFirstTests
{
    [Fact]
    public async Task A_log_that_is_kept_whole_asks_nobody()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("clearAuditLog");

        await world.Store.Local.RefusedAsync("AuditLogKept", new ClearAuditLog(null, DamagedEvents.Keep));

        await RequireNoRequestAsync(world);
        Assert.Equal(AuditOutcome.Failed, (await world.Store.AuditAsync())[^1].Outcome);
    }

    [Fact]
    public async Task A_change_that_would_be_refused_asks_nobody()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup", "createUser", "grantConnector");
        LockBackup locking = new(world.Backup, null, null);
        await world.Operator.RunAsync(locking, await world.ApprovedAsync(locking));

        await world.Operator.RefusedAsync("LockedBackup", locking);
        await world.Store.Local.RefusedAsync("AlreadyExists", new CreateUser("oper", [], ConsoleAccess.Off, null, null));
        await world.Store.Local.RefusedAsync("FixedReach", new GrantConnector(new UserReference("boss"), new ConnectorReference("web01"), null));

        Assert.Equal([ApprovalState.Used], (await world.Approver.ListAsync(new ListApprovals([], [], [], []))).Select(one => one.State));
    }

    [Fact]
    public async Task What_is_only_tried_leaves_nothing_behind()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("createUser", "changeOwnPassword");
        Guid id = await world.Store.Local.RequestAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));

        Assert.DoesNotContain(await world.Store.Local.ListAsync(new ListUsers([])), user => user.Name == "jane");
        Assert.Equal(["requestApproval", "createUser"], (await world.Store.AuditAsync()).TakeLast(2).Select(one => one.Operation));
        Assert.Equal(id, Assert.Single(await world.Approver.ListAsync(new ListApprovals([], [], [], []))).Id);
    }

    [Fact]
    public async Task A_session_does_not_follow_a_change_that_was_taken_back()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await store.Local.DoAsync(new CreateUser("boss", ["Administrator"], ConsoleAccess.On, Secret.FromChars("another horse battery"), null));
        await store.Local.DoAsync(new Engine.Settings.UpdateSetting("approval.operations", ["changeOwnPassword"]));
        await using LocalClient admin = await store.ConnectAsync("root-admin", "correct horse battery");
        ChangeOwnPassword change = new(Secret.FromChars("correct horse battery"), Secret.FromChars("yet another battery"));

        await admin.RefusedAsync("ApprovalRequired", change);

        Assert.NotEmpty(await admin.ListAsync(new ListUsers([])));
    }

    [Fact]
    public async Task Work_that_can_be_seen_to_fail_asks_nobody()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("deleteBackup", "backupAccount", "copyBackup");
        await world.Operator.DoAsync(new LockBackup(world.Backup, null, null));
        await world.Store.Local.DoAsync(new UpdateAccount(new AccountReference("web01/alice"), null, MaxOnDemand: 1, null, null, null));

        await world.Operator.RefusedAsync("LockedBackup", new DeleteBackup(world.Backup));
        await world.Operator.RefusedAsync("QuotaExceeded", new BackupAccount(new AccountReference("web01/alice"), []));
        await world.Operator.RefusedAsync("NotFound", new CopyBackup(world.Backup, "nowhere", WorkMode.Apply));

        await RequireNoRequestAsync(world);
    }

    private static async Task RequireNoRequestAsync(ApprovalWorld world) =>
        Assert.Empty(await world.Approver.ListAsync(new ListApprovals([], [], [], [])));
}
