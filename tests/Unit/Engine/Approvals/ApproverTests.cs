using BackupAccess.Engine.Access;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>Who may decide on a request, and who sees it.</summary>
public sealed class ApproverTests
{
    [Fact]
    public async Task Nobody_approves_an_own_request()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        Guid own = await world.Approver.RequestAsync(new LockBackup(world.Backup, null, null));
        Guid operators = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));

        await world.Approver.RefusedAsync("AccessDenied", new ApproveRequest(own));
        await world.Operator.RefusedAsync("AccessDenied", new ApproveRequest(operators));
    }

    [Fact]
    public async Task The_local_principal_approves_nothing_and_its_own_requests_need_a_user()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        Guid operators = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));
        Guid locals = await world.Store.Local.RequestAsync(new LockBackup(world.Backup, "mine", null));

        await world.Store.Local.RefusedAsync("AccessDenied", new ApproveRequest(operators));
        await world.Store.Local.RefusedAsync("AccessDenied", new ApproveRequest(locals));

        // The local principal made them all.
        await world.Approver.RefusedAsync("AccessDenied", new ApproveRequest(locals));
        world.Store.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        Guid later = await world.Store.Local.RequestAsync(new LockBackup(world.Backup, "mine", null));
        await world.Approver.DoAsync(new ApproveRequest(later));
        Assert.True((await world.Store.Local.RunAsync(new LockBackup(world.Backup, "mine", null), later)).Locked);
    }

    [Fact]
    public async Task An_approver_needs_one_role_that_holds_APPROVE_and_reaches_the_target()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await world.Store.Local.DoAsync(new CreateRole("Second", ["APPROVE"], ConnectorReach.Granted, Engine.Access.ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient near = await world.Store.SignInAsync("near", ["Second"], "web01");
        await using LocalClient far = await world.Store.SignInAsync("far", ["Second", "ComplianceAdministrator"]);
        Guid id = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));

        await far.RefusedAsync("NotFound", new ApproveRequest(id));
        Assert.Empty(await far.ListAsync(new ListApprovals([], [], [], [])));
        Assert.Equal(id, Assert.Single(await near.ListAsync(new ListApprovals([], [], [], []))).Id);
        await near.DoAsync(new ApproveRequest(id));

        Assert.True((await world.Operator.RunAsync(new LockBackup(world.Backup, null, null), id)).Locked);
    }

    [Fact]
    public async Task Reach_is_judged_by_how_things_are_when_it_is_approved()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await world.Store.Local.DoAsync(new CreateRole("OwnersSecond", ["APPROVE"], ConnectorReach.None, Engine.Access.ProfileReach.None, AccountReach.Owned));
        await using LocalClient owner = await world.Store.SignInAsync("owner", ["OwnersSecond"]);
        Guid id = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));

        await owner.RefusedAsync("NotFound", new ApproveRequest(id));
        await world.Store.Local.DoAsync(new Engine.Accounts.SetAccountOwner(new Engine.Accounts.AccountReference("alice"), new UserReference("owner")));
        await owner.DoAsync(new ApproveRequest(id));
    }

    [Fact]
    public async Task Requests_are_seen_by_their_requester_and_by_who_may_approve_them()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient other = await world.Store.SignInAsync("other", ["Operator"], "web01");
        Guid id = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));

        Assert.Single(await world.Operator.ListAsync(new ListApprovals([], [], [], [])));
        Assert.Empty(await other.ListAsync(new ListApprovals([], [], [], [])));
        await other.RefusedAsync("NotFound", new DenyRequest(id, null));
        Assert.Single(await world.Approver.ListAsync(new ListApprovals([id], [ApprovalState.Pending], ["op*"], ["lock*"])));
        Assert.Empty(await world.Approver.ListAsync(new ListApprovals([], [ApprovalState.Used], [], [])));
        Assert.Empty(await world.Approver.ListAsync(new ListApprovals([], [], ["boss"], [])));
    }

    [Fact]
    public async Task Approval_of_an_own_request_through_a_second_account_that_one_created_fails()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await using LocalClient second = await CreateAdministratorAsync(world, admin, "second");
        Guid id = await admin.RequestAsync(new LockBackup(world.Backup, null, null));

        EngineException refusal = await second.RefusedAsync("AccessDenied", new ApproveRequest(id));
        Assert.Contains("the requester \"admin\" has had a hand in the approver's account, roles or credentials within 30 days", refusal.Message, StringComparison.Ordinal);

        await world.Approver.DoAsync(new ApproveRequest(id));
    }

    [Fact]
    public async Task Approval_of_an_own_request_through_an_account_that_a_created_account_created_fails()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await using LocalClient second = await CreateAdministratorAsync(world, admin, "second");
        await using LocalClient third = await CreateAdministratorAsync(world, second, "third");
        await admin.DoAsync(new RemoveUser(new UserReference("second")));
        Guid id = await admin.RequestAsync(new LockBackup(world.Backup, null, null));

        await third.RefusedAsync("AccessDenied", new ApproveRequest(id));
    }

    [Fact]
    public async Task Approval_of_a_request_made_through_a_second_account_that_one_created_fails()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await using LocalClient second = await CreateAdministratorAsync(world, admin, "second");
        await using LocalClient third = await CreateAdministratorAsync(world, second, "third");
        Guid one = await second.RequestAsync(new LockBackup(world.Backup, null, null));
        Guid other = await third.RequestAsync(new LockBackup(world.Backup, null, null));

        EngineException refusal = await admin.RefusedAsync("AccessDenied", new ApproveRequest(one));
        Assert.Contains("the approver has had a hand in the account, roles or credentials of the requester \"second\" within 30 days", refusal.Message, StringComparison.Ordinal);
        await admin.RefusedAsync("AccessDenied", new ApproveRequest(other));
        await world.Approver.DoAsync(new ApproveRequest(one));
        world.Store.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        await admin.DoAsync(new ApproveRequest(await second.RequestAsync(new LockBackup(world.Backup, null, null))));
    }

    [Fact]
    public async Task Accounts_that_the_local_principal_or_a_third_person_made_approve_each_others_requests()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await using LocalClient one = await CreateAdministratorAsync(world, admin, "one");
        await using LocalClient other = await CreateAdministratorAsync(world, admin, "other");
        LockBackup request = new(world.Backup, null, null);

        await world.Approver.DoAsync(new ApproveRequest(await world.Operator.RequestAsync(request)));
        await other.DoAsync(new ApproveRequest(await one.RequestAsync(request)));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("spent key")]
    [InlineData("password")]
    [InlineData("console")]
    [InlineData("role")]
    [InlineData("until")]
    public async Task Approval_through_an_account_that_the_requester_changed_fails_for_thirty_days(string change)
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await ChangeAsync(admin, new UserReference("boss"), change);
        LockBackup request = new(world.Backup, null, null);

        await world.Approver.RefusedAsync("AccessDenied", new ApproveRequest(await admin.RequestAsync(request)));
        world.Store.Clock.Advance(TimeSpan.FromDays(29));
        await world.Approver.RefusedAsync("AccessDenied", new ApproveRequest(await admin.RequestAsync(request)));
        world.Store.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await world.Approver.DoAsync(new ApproveRequest(await admin.RequestAsync(request)));
    }

    [Fact]
    public async Task Approval_by_a_role_that_the_requester_changed_fails()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await world.Store.Local.DoAsync(new CreateRole("Second", ["VIEWER"], ConnectorReach.All, Engine.Access.ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient second = await world.Store.SignInAsync("second", ["Second"]);
        await admin.DoAsync(new UpdateRole("Second", ["VIEWER", "APPROVE"], null, null, null));

        Guid id = await admin.RequestAsync(new LockBackup(world.Backup, null, null));

        await second.RefusedAsync("AccessDenied", new ApproveRequest(id));
    }

    [Fact]
    public async Task A_change_before_the_requester_had_a_hand_in_who_made_it_does_not_count()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using LocalClient admin = await world.Store.SignInAsync("admin", ["Administrator"]);
        await using LocalClient other = await world.Store.SignInAsync("other", ["Administrator"]);
        await using LocalClient made = await CreateAdministratorAsync(world, other, "made");
        world.Store.Clock.Advance(TimeSpan.FromSeconds(1));
        await admin.DoAsync(new SetConsoleAccess(new UserReference("other"), ConsoleAccess.On));

        await made.DoAsync(new ApproveRequest(await admin.RequestAsync(new LockBackup(world.Backup, null, null))));
    }

    [Fact]
    public async Task Quiet_days_are_a_setting()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync();
        await world.Store.Local.DoAsync(new UpdateSetting("approval.quietDays", ["2"]));
        await world.Store.Local.DoAsync(new UpdateSetting("approval.expiryHours", ["1"]));
        await world.Store.Local.DoAsync(new UpdateSetting("approval.operations", ["lockBackup"]));
        world.Store.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(1));
        Guid id = await world.Store.Local.RequestAsync(new LockBackup(world.Backup, null, null));

        Approval approved = await world.Approver.DoAsync(new ApproveRequest(id));

        Assert.Equal(TimeSpan.FromHours(1), approved.Expires - approved.Created);
    }

    private static async Task<LocalClient> CreateAdministratorAsync(ApprovalWorld world, LocalClient by, string name)
    {
        await by.DoAsync(new CreateUser(name, ["Administrator"], ConsoleAccess.Off, null, null));
        return await world.Store.ConnectAsync(await by.DoAsync(new CreateAccessKey(new UserReference(name), null)));
    }

    private static async Task ChangeAsync(LocalClient by, UserReference user, string change)
    {
        switch (change)
        {
            case "key":
                await by.DoAsync(new CreateAccessKey(user, null));
                break;
            case "spent key":
                AccessKeyReference key = new((await by.DoAsync(new CreateAccessKey(user, null))).AccessKeyId);
                await by.DoAsync(new RemoveAccessKey(key));
                break;
            case "password":
                await by.DoAsync(new SetPassword(user, null));
                break;
            case "console":
                await by.DoAsync(new SetConsoleAccess(user, ConsoleAccess.On));
                break;
            case "role":
                await by.DoAsync(new AssignRole(user, "Audit", null));
                break;
            default:
                await by.DoAsync(new UpdateUser(user, null));
                break;
        }
    }
}
