using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Connectors;

public sealed class GrantTests
{
    private static readonly ConnectorReference s_web01 = new("web01");
    private static readonly UserReference s_jane = new("jane");

    [Fact]
    public async Task A_grant_survives_a_role_change()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"], "web01");
        await store.Local.DoAsync(new UnassignRole(s_jane, "Viewer"));
        await store.Local.DoAsync(new AssignRole(s_jane, "SsoAdministrator", null));
        Assert.False(Assert.Single(await store.Local.ListAsync(new ListConnectorGrants(["jane"], []))).InEffect);

        await store.Local.DoAsync(new AssignRole(s_jane, "FullSupport", null));

        Assert.True(Assert.Single(await store.Local.ListAsync(new ListConnectorGrants(["jane"], []))).InEffect);
        Assert.Single(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
    }

    [Theory]
    [InlineData("Administrator")]
    [InlineData("ComplianceAdministrator")]
    [InlineData("Audit")]
    [InlineData("SsoAdministrator")]
    public async Task Access_of_a_fixed_reach_is_neither_granted_nor_revoked(string role)
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", [role], ConsoleAccess.Off, null, null));

        await store.Local.RefusedAsync("FixedReach", new GrantConnector(s_jane, s_web01, null));
        await store.Local.RefusedAsync("FixedReach", new RevokeConnector(s_jane, s_web01));
    }

    [Fact]
    public async Task Who_holds_no_role_may_be_granted_for_later()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));

        Assert.False((await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, null))).InEffect);

        Assert.Equal(["web01"], (await store.Local.DoAsync(new AssignRole(s_jane, "Viewer", null))).GrantsRestored);
    }

    [Fact]
    public async Task A_granted_role_that_has_ended_leaves_a_fixed_one_fixed()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Audit"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new AssignRole(s_jane, "Viewer", store.Clock.GetUtcNow().AddHours(1)));
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, null));

        store.Clock.Advance(TimeSpan.FromHours(1));

        await store.Local.RefusedAsync("FixedReach", new GrantConnector(s_jane, s_web01, null));
        await store.Local.RefusedAsync("FixedReach", new RevokeConnector(s_jane, s_web01));
    }

    [Fact]
    public async Task A_fixed_role_that_has_ended_fixes_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new AssignRole(s_jane, "Audit", store.Clock.GetUtcNow().AddHours(1)));

        store.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True((await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, null))).InEffect);
    }

    [Fact]
    public async Task The_reach_of_an_expired_users_roles_stays_what_it_is()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Audit"], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddHours(1)));
        await store.Local.DoAsync(new CreateUser("joe", ["Viewer"], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddHours(1)));

        store.Clock.Advance(TimeSpan.FromHours(1));

        await store.Local.RefusedAsync("FixedReach", new GrantConnector(s_jane, s_web01, null));
        Assert.False((await store.Local.DoAsync(new GrantConnector(new UserReference("joe"), s_web01, null))).InEffect);
    }

    [Fact]
    public async Task One_granted_reach_beside_a_fixed_one_can_be_granted()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Audit", "Viewer"], ConsoleAccess.Off, null, null));

        Assert.True((await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, null))).InEffect);
    }

    [Fact]
    public async Task Nobody_changes_an_own_grant()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient backup = await store.SignInAsync("backup", ["BackupAdministrator"], "web01");

        await backup.RefusedAsync("AccessDenied", new GrantConnector(new UserReference("backup"), s_web01, null));
        await backup.RefusedAsync("AccessDenied", new RevokeConnector(new UserReference("backup"), s_web01));
    }

    [Fact]
    public async Task A_grant_that_has_passed_already_is_refused()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));

        await store.Local.RefusedAsync("InvalidValue", new GrantConnector(s_jane, s_web01, store.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Granting_again_sets_the_end_anew()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(1);
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, null));

        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, end));

        Assert.Equal(end, Assert.Single(await store.Local.ListAsync(new ListConnectorGrants([], []))).Until);
    }

    [Fact]
    public async Task A_disabled_users_grants_rest_and_come_back()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"], "web01");

        await store.Local.DoAsync(new DisableUser(s_jane));
        await jane.RefusedAsync("SessionEnded", new ListUsers([]));
        await store.Local.DoAsync(new EnableUser(s_jane));

        Assert.Single(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
    }
}
