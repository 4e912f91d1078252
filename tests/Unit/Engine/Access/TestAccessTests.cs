using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
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
        AccessDecision grant = await AskOnConnector(store.Local, "oper", "grantConnector");
        AccessDecision restore = await Ask(owner, null, "restoreKeep", account: "web01/alice", by: store);

        Assert.EndsWith("role Operator has no permission that holds createUser and does not cover this user.", createUser.Message, StringComparison.Ordinal);
        Assert.EndsWith("covers granted connectors only, and there is no grant in effect on this one", grant.Reasons.Single().Text, StringComparison.Ordinal);
        Assert.Equal("role AccountOwner covers own accounts only", restore.Reasons.Single().Text);
    }

    private static Task<AccessDecision> AskOnConnector(LocalClient client, string user, string operation) =>
        client.DoAsync(new TestAccess(new UserReference(user), operation, new ConnectorReference("web01"), null, null));

    private static Task<AccessDecision> Ask(LocalClient client, string? user, string operation, string account, Store? by) =>
        (by?.Local ?? client).DoAsync(Request(by is null ? user : client.Session.Principal, operation, new AccountReference(account)));

    private static TestAccess Request(string? user, string operation, AccountReference? account) =>
        new(user is null ? null : new UserReference(user), operation, null, account, null);
}
