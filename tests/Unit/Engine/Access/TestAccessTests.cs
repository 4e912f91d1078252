using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tests.Approvals;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The answer to "may X do Y on Z", which is that of the decision itself.</summary>
public sealed class TestAccessTests
{
    [Fact]
    public async Task The_answer_names_every_role_with_both_halves_and_the_smallest_change()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport", "Audit"]);

        AccessDecision decision = await Ask(jane, null, "restoreKeep", account: "web01/alice", by: store);

        Assert.False(decision.Allowed);
        Assert.Equal(["Audit", "FullSupport"], decision.Reasons.Select(reason => reason.Role));
        Assert.Equal([RoleLack.Operation | RoleLack.Reach, RoleLack.Reach], decision.Reasons.Select(reason => reason.Lack));
        Assert.Equal("a grant on the connector", decision.SmallestChange);
    }

    [Fact]
    public async Task What_the_answer_allows_is_done()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");

        AccessDecision decision = await Ask(jane, null, "backupAccount", account: "web01/alice", by: null);

        Assert.True(decision.Allowed);
        Assert.Equal(("BackupAdministrator", null), (decision.Role, decision.SmallestChange));
        await jane.DoAsync(new BackupAccount(new AccountReference("alice"), []));
    }

    [Fact]
    public async Task An_operation_on_backups_asked_about_on_a_connector_is_decided_as_on_an_account_there()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateRole("Lister", ["VIEWER", "LOCK"], ConnectorReach.Granted, ProfileReach.None, AccountReach.None));
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"], "web01");
        await using LocalClient lister = await store.SignInAsync("lister", ["Lister"], "web01");
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);

        Assert.False((await AskOnConnector(store.Local, "jane", "lockBackup")).Allowed);
        Assert.True((await AskOnConnector(store.Local, "jane", "restoreToFolder")).Allowed);
        Assert.False((await AskOnConnector(store.Local, "lister", "lockBackup")).Allowed);
        Assert.False((await AskOnConnector(store.Local, "owner", "lockBackup")).Allowed);
    }

    [Fact]
    public async Task Who_may_not_know_of_an_object_learns_nothing_by_asking_about_it()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);

        await owner.RefusedAsync("NotFound", Request("owner", "restoreKeep", new AccountReference("web01/alice")));
        await owner.RefusedAsync("NotFound", Request("owner", "restoreKeep", new AccountReference("web01/nobody")));
        await owner.RefusedAsync("NotFound", Request("root-admin", "restoreKeep", account: null));
        await owner.RefusedAsync("NotFound", Request("nobody", "restoreKeep", account: null));
        await owner.RefusedAsync("NotFound", Request("owner", "restoreEverything", account: null));
    }

    [Fact]
    public async Task A_disabled_or_expired_user_is_told_as_such()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["FullSupport"], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddDays(1)));
        UserReference jane = new("jane");

        store.Clock.Advance(TimeSpan.FromDays(1));
        AccessDecision expired = await AskOnConnector(store.Local, "jane", "restoreKeep");
        await store.Local.DoAsync(new UpdateUser(jane, null));
        await store.Local.DoAsync(new GrantConnector(jane, new ConnectorReference("web01"), null));
        await store.Local.DoAsync(new DisableUser(jane));
        AccessDecision disabled = await AskOnConnector(store.Local, "jane", "restoreKeep");

        Assert.Equal(("the user has expired", RoleLack.User), (expired.Reasons[0].Text, expired.Reasons[0].Lack));
        Assert.Equal(("the user is disabled", "enabling the user"), (disabled.Reasons[0].Text, disabled.SmallestChange));
    }

    [Fact]
    public async Task A_role_or_a_grant_that_has_ended_is_told_as_expired()
    {
        await using Store store = await Store.CreateAsync("alice");
        UserReference jane = new("jane");
        DateTimeOffset tomorrow = store.Clock.GetUtcNow().AddDays(1);
        await store.Local.DoAsync(new CreateUser("jane", ["FullSupport"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantConnector(jane, new ConnectorReference("web01"), tomorrow));
        await store.Local.DoAsync(new AssignRole(jane, "Operator", tomorrow));

        store.Clock.Advance(TimeSpan.FromDays(1));
        AccessDecision decision = await AskOnConnector(store.Local, "jane", "restoreKeep");

        Assert.Equal(
            [
                "role FullSupport covers granted connectors only, and the grant on this one has expired",
                "role Operator has expired and covers granted connectors only, and the grant on this one has expired",
            ],
            decision.Reasons.Select(reason => reason.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reach_is_told_of_the_target_that_it_does_not_cover()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient oper = await store.SignInAsync("oper", ["Operator"]);
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);

        EngineException createUser = await oper.RefusedAsync("AccessDenied", new CreateUser("jane", [], ConsoleAccess.On, null, null));
        AccessDecision grant = await AskOnConnector(store.Local, "oper", "synchronizeConnector");
        AccessDecision restore = await Ask(owner, null, "restoreKeep", account: "web01/alice", by: store);

        Assert.EndsWith("role Operator has no permission that holds createUser and does not cover this user.", createUser.Message, StringComparison.Ordinal);
        Assert.EndsWith("covers granted connectors only, and there is no grant in effect on this one", grant.Reasons.Single().Text, StringComparison.Ordinal);
        Assert.Equal("role AccountOwner covers own accounts only", restore.Reasons.Single().Text);
    }

    [Fact]
    public async Task An_operation_whose_answer_depends_on_a_target_is_not_answered_without_it()
    {
        await using Store store = await Store.CreateAsync("alice");
        foreach (Handler operation in OperationCatalogue.Handlers)
        {
            Task asked = store.Local.DoAsync(Request(null, operation.Name, account: null));
            Task listed = store.Local.ListAsync(new WhoCan(operation.Name, null, null, null));
            string[] ids = [await FailureOf(asked), await FailureOf(listed)];

            Assert.All(ids, id => Assert.Equal(operation.Unnamed == UnnamedTarget.Missing ? "TargetRequired" : "", id));
        }
    }

    [Theory]
    [InlineData("setPassword", "\"setPassword\" is decided on a user, and none is named.")]
    [InlineData("restoreKeep", "\"restoreKeep\" is decided on a backup, and none is named.")]
    [InlineData("grantConnector", "\"grantConnector\" is decided on a user, and none is named.")]
    [InlineData("removeStorage", "\"removeStorage\" is decided on a storage, and none is named.")]
    [InlineData("approveRequest", "\"approveRequest\" is decided on what a request for approval is about, and none is named.")]
    public async Task The_missing_target_is_named(string operation, string message)
    {
        await using Store store = await Store.CreateAsync("alice");

        Assert.Equal(message, (await store.Local.RefusedAsync("TargetRequired", Request(null, operation, account: null))).Message);
    }

    [Fact]
    public async Task A_target_that_the_operation_is_not_decided_on_is_refused()
    {
        await using Store store = await Store.CreateAsync("alice");
        TestAccess lockBackup = Request(null, "lockBackup", new AccountReference("alice"));

        await store.Local.RefusedAsync("InvalidValue", lockBackup with { TargetUser = new UserReference("root-admin") });
        await store.Local.RefusedAsync("InvalidValue", Request(null, "setPassword", new AccountReference("alice")));
        await store.Local.RefusedAsync("InvalidValue", Request(null, "createRole", new AccountReference("alice")));
        await store.Local.RefusedAsync("InvalidValue", lockBackup with { Storage = "default" });
        EngineException half = await store.Local.RefusedAsync("TargetRequired", Request(null, "grantConnector", account: null) with { TargetUser = new UserReference("root-admin") });
        Assert.Equal("\"grantConnector\" is decided on a connector, and none is named.", half.Message);
    }

    [Fact]
    public async Task An_operation_on_users_is_decided_on_the_user_that_is_named()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient backup = await store.SignInAsync("backup", ["BackupAdministrator"], "web01");
        await store.Local.DoAsync(new CreateUser("off", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new DisableUser(new UserReference("off")));
        TestAccess grant = new(new UserReference("backup"), "grantConnector", new ConnectorReference("web01"), null, null);

        AccessDecision enabled = await store.Local.DoAsync(grant with { TargetUser = new UserReference("root-admin") });
        AccessDecision disabled = await store.Local.DoAsync(grant with { TargetUser = new UserReference("off") });
        AccessDecision own = await store.Local.DoAsync(Request("backup", "listAccess", account: null));
        AccessDecision others = await store.Local.DoAsync(Request("backup", "listAccess", account: null) with { TargetUser = new UserReference("root-admin") });

        Assert.Equal((true, "root-admin on web01"), (enabled.Allowed, enabled.Target));
        Assert.Equal((false, "role BackupAdministrator does not cover this user"), (disabled.Allowed, disabled.Reasons.Single().Text));
        Assert.Equal((true, false), (own.Allowed, others.Allowed));
    }

    [Fact]
    public async Task A_storage_is_decided_on_what_uses_it_and_shown_to_those_who_list_storages()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateRole("Keeper", ["STORAGE_ADMIN"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient keeper = await store.SignInAsync("keeper", ["Keeper"]);
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"]);
        TestAccess update = Request(null, "updateStorage", account: null) with { Storage = "default" };

        AccessDecision decision = await keeper.DoAsync(update);

        Assert.Equal((false, "role Keeper covers no connectors"), (decision.Allowed, decision.Reasons.Single().Text));
        Assert.True((await store.Local.DoAsync(update)).Allowed);
        EngineException hidden = await viewer.RefusedAsync("NotFound", update);
        EngineException missing = await viewer.RefusedAsync("NotFound", update with { Storage = "nowhere" });
        Assert.Equal(missing.Message, hidden.Message.Replace("default", "nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_and_a_request_for_approval_can_be_asked_about()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        Guid id = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));
        TestAccess approve = Request("boss", "approveRequest", account: null) with { Approval = id };

        AccessDecision may = await world.Store.Local.DoAsync(approve);
        AccessDecision mayNot = await world.Store.Local.DoAsync(approve with { User = new UserReference("oper") });
        AccessDecision setting = await world.Operator.DoAsync(Request(null, "updateSetting", account: null) with { Setting = "selfkeys" });

        Assert.Equal((true, "lockBackup on web01/alice", false), (may.Allowed, may.Target, mayNot.Allowed));
        Assert.Equal((false, "selfKeys"), (setting.Allowed, setting.Target));
        await world.Operator.RefusedAsync("NotFound", Request(null, "updateSetting", account: null) with { Setting = "noSuchSetting" });
        await world.Store.Local.RefusedAsync("InvalidValue", approve with { Operation = "lockBackup" });
    }

    private static async Task<string> FailureOf(Task asked)
    {
        try
        {
            await asked;
            return "";
        }
        catch (EngineException e)
        {
            return e.ErrorId;
        }
    }

    private static Task<AccessDecision> AskOnConnector(LocalClient client, string user, string operation) =>
        client.DoAsync(new TestAccess(new UserReference(user), operation, new ConnectorReference("web01"), null, null));

    private static Task<AccessDecision> Ask(LocalClient client, string? user, string operation, string account, Store? by) =>
        (by?.Local ?? client).DoAsync(Request(by is null ? user : client.Session.Principal, operation, new AccountReference(account)));

    private static TestAccess Request(string? user, string operation, AccountReference? account) =>
        new(user is null ? null : new UserReference(user), operation, null, account, null);
}
