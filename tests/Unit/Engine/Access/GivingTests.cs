using BackupAccess.Engine.Access;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Nobody gives what they don't hold, nor for longer than they hold it.</summary>
public sealed class GivingTests
{
    private static readonly UserReference s_jane = new("jane");

    [Fact]
    public async Task Nobody_assigns_a_role_that_holds_more_than_they_do()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new AssignRole(s_jane, "Viewer", null));
        await admin.RefusedAsync("AccessDenied", new CreateRole("Wide", ["RESTORE"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await admin.DoAsync(new AssignRole(s_jane, "UserAdmin", null));
    }

    [Fact]
    public async Task Who_reaches_the_accounts_on_all_connectors_gives_no_reach_over_orphans_of_removed_ones()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.All, ProfileReach.All, AccountReach.ByConnector));
        await store.Local.DoAsync(new CreateRole("Everything", ["VIEWER"], ConnectorReach.None, ProfileReach.None, AccountReach.All));
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new AssignRole(s_jane, "Everything", null));
        await admin.RefusedAsync("AccessDenied", new CreateRole("Mine", ["VIEWER"], ConnectorReach.All, ProfileReach.None, AccountReach.All));
        await admin.DoAsync(new CreateRole("Mine", ["VIEWER"], ConnectorReach.All, ProfileReach.None, AccountReach.Owned));
    }

    [Fact]
    public async Task An_expired_user_may_be_prolonged_and_is_given_nothing_that_the_giver_does_not_hold()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await store.Local.DoAsync(new CreateUser("jane", ["Administrator"], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddDays(1)));
        await store.Local.DoAsync(new CreateUser("joan", [], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddDays(1)));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);
        store.Clock.Advance(TimeSpan.FromDays(2));

        await admin.RefusedAsync("AccessDenied", new CreateAccessKey(s_jane, null));
        await admin.RefusedAsync("AccessDenied", new SetPassword(s_jane, null));
        await admin.RefusedAsync("AccessDenied", new RemoveUser(s_jane));
        await admin.RefusedAsync("AccessDenied", new AssignRole(new UserReference("joan"), "Administrator", null));
        await admin.DoAsync(new AssignRole(new UserReference("joan"), "UserAdmin", null));
        await admin.DoAsync(new UpdateUser(new UserReference("joan"), null));
    }

    [Fact]
    public async Task An_assignment_never_outlasts_the_givers_own()
    {
        await using Store store = await Store.CreateAsync();
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(7);
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await using LocalClient passing = await store.SignInAsync("passing", []);
        await store.Local.DoAsync(new AssignRole(new UserReference("passing"), "Administrator", end));

        await passing.RefusedAsync("AccessDenied", new AssignRole(s_jane, "Viewer", null));
        await passing.RefusedAsync("AccessDenied", new AssignRole(s_jane, "Viewer", end.AddSeconds(1)));
        await passing.DoAsync(new AssignRole(s_jane, "Viewer", end));
    }

    [Fact]
    public async Task What_an_expiring_user_gives_ends_no_later_than_the_user()
    {
        await using Store store = await Store.CreateAsync();
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(7);
        await using LocalClient passing = await store.SignInAsync("passing", ["Administrator"]);
        await store.Local.DoAsync(new UpdateUser(new UserReference("passing"), end));

        await passing.RefusedAsync("AccessDenied", new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        await passing.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, end));
        await passing.RefusedAsync("AccessDenied", new UpdateUser(s_jane, null));
        await passing.RefusedAsync("AccessDenied", new AssignRole(new UserReference("root-admin"), "Viewer", null));
    }

    [Fact]
    public async Task A_grant_never_outlasts_the_givers_own()
    {
        await using Store store = await Store.CreateAsync("alice");
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(7);
        ConnectorReference web01 = new("web01");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        await using LocalClient backup = await store.SignInAsync("backup", ["BackupAdministrator"]);
        await store.Local.DoAsync(new GrantConnector(new UserReference("backup"), web01, end));

        await backup.RefusedAsync("AccessDenied", new GrantConnector(s_jane, web01, null));
        ConnectorGrant grant = await backup.DoAsync(new GrantConnector(s_jane, web01, end));

        Assert.Equal((end, "backup", true), (grant.Until, grant.GrantedBy, grant.InEffect));
    }

    [Fact]
    public async Task Nobody_changes_a_role_they_hold()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("Extra", ["VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient admin = await store.SignInAsync("admin", ["Administrator", "Extra"]);

        await admin.RefusedAsync("AccessDenied", new UpdateRole("Extra", ["VIEWER", "BROWSE"], null, null, null));
    }

    [Fact]
    public async Task A_changed_role_changes_what_its_holders_may_from_the_next_act_on()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateRole("Desk", ["VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient jane = await store.SignInAsync("jane", ["Desk"], "web01");
        await jane.RefusedAsync("AccessDenied", new BackupAccess.Engine.Backups.BackupAccount(new BackupAccess.Engine.Accounts.AccountReference("alice"), []));

        await store.Local.DoAsync(new UpdateRole("Desk", ["VIEWER", "BACKUP"], null, null, null));

        await jane.DoAsync(new BackupAccess.Engine.Backups.BackupAccount(new BackupAccess.Engine.Accounts.AccountReference("alice"), []));
    }
}
