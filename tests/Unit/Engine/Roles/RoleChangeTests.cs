using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Roles;

/// <summary>What a change of roles does to connector grants, and that it says so.</summary>
public sealed class RoleChangeTests
{
    private static readonly UserReference s_jane = new("jane");

    [Fact]
    public async Task A_role_change_names_the_grants_that_came_back_in_its_result_and_in_the_audit_log()
    {
        await using Store store = await TwoGrantsAsync();

        RoleChange change = await store.Local.DoAsync(new AssignRole(s_jane, "fullsupport", null));

        Assert.Equal(["web01", "web02"], change.GrantsRestored);
        Assert.Equal(("jane", "FullSupport", true), (change.User, change.Role, change.Assigned));
        AuditEvent told = (await store.AuditAsync())[^1];
        Assert.Equal(("assignRole", "FullSupport; grants in effect again: web01, web02"), (told.Operation, told.Reason));
    }

    [Fact]
    public async Task A_second_granted_role_brings_nothing_back_and_the_last_one_taken_ends_the_grants()
    {
        await using Store store = await TwoGrantsAsync();
        await store.Local.DoAsync(new AssignRole(s_jane, "FullSupport", null));

        RoleChange second = await store.Local.DoAsync(new AssignRole(s_jane, "Viewer", null));
        RoleChange first = await store.Local.DoAsync(new UnassignRole(s_jane, "FullSupport"));
        RoleChange last = await store.Local.DoAsync(new UnassignRole(s_jane, "Viewer"));

        Assert.Empty(second.GrantsRestored);
        Assert.Empty(first.GrantsCeased);
        Assert.Equal(["web01", "web02"], last.GrantsCeased);
        Assert.Equal("Viewer; grants no longer in effect: web01, web02", (await store.AuditAsync())[^1].Reason);
    }

    [Fact]
    public async Task A_grant_that_has_ended_does_not_come_back()
    {
        await using Store store = await TwoGrantsAsync();
        store.Clock.Advance(TimeSpan.FromHours(2));

        RoleChange change = await store.Local.DoAsync(new AssignRole(s_jane, "FullSupport", null));

        Assert.Equal(["web02"], change.GrantsRestored);
    }

    [Fact]
    public async Task Clearing_drops_the_remembered_grants_instead_of_bringing_them_back()
    {
        await using Store store = await TwoGrantsAsync();

        RoleChange change = await store.Local.DoAsync(new AssignRole(s_jane, "FullSupport", null) { Grants = RememberedGrants.Clear });

        Assert.Empty(change.GrantsRestored);
        Assert.Equal(["web01", "web02"], change.GrantsDropped);
        Assert.Empty(await store.Local.ListAsync(new ListConnectorGrants(["jane"], [])));
        Assert.Equal("FullSupport; grants dropped: web01, web02", (await store.AuditAsync())[^1].Reason);
    }

    [Fact]
    public async Task Clearing_leaves_alone_what_another_role_keeps_in_effect()
    {
        await using Store store = await TwoGrantsAsync();
        await store.Local.DoAsync(new AssignRole(s_jane, "Viewer", null));

        RoleChange assigned = await store.Local.DoAsync(new AssignRole(s_jane, "FullSupport", null) { Grants = RememberedGrants.Clear });
        RoleChange taken = await store.Local.DoAsync(new UnassignRole(s_jane, "FullSupport") { Grants = RememberedGrants.Clear });
        RoleChange last = await store.Local.DoAsync(new UnassignRole(s_jane, "Viewer") { Grants = RememberedGrants.Clear });

        Assert.Empty(assigned.GrantsDropped);
        Assert.Empty(taken.GrantsDropped);
        Assert.Equal(["web01", "web02"], last.GrantsDropped);
        Assert.Empty(last.GrantsCeased);
    }

    [Fact]
    public async Task Dropping_grants_needs_the_right_to_revoke_them()
    {
        await using Store store = await TwoGrantsAsync();
        await store.Local.DoAsync(new CreateRole("Reader", ["VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new AssignRole(s_jane, "Reader", null) { Grants = RememberedGrants.Clear });
        RoleChange change = await admin.DoAsync(new AssignRole(s_jane, "Reader", null));

        Assert.Equal(["web01", "web02"], change.GrantsRestored);
    }

    [Fact]
    public async Task The_connectors_that_the_caller_may_not_know_are_not_named_and_the_audit_log_names_them()
    {
        await using Store store = await TwoGrantsAsync();
        await store.Local.DoAsync(new CreateRole("Desk", ["RBAC_ADMIN"], ConnectorReach.Granted, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("admin", ["UserAdmin"]);

        RoleChange change = await admin.DoAsync(new AssignRole(s_jane, "Desk", null));

        Assert.Empty(change.GrantsRestored);
        Assert.Equal("Desk; grants in effect again: web01, web02", (await store.AuditAsync())[^1].Reason);
    }

    [Theory]
    [InlineData(ConnectorReach.None)]
    [InlineData(ConnectorReach.All)]
    public async Task A_changed_reach_names_the_grants_of_every_holder_that_came_back(ConnectorReach before)
    {
        await using Store store = await TwoGrantsAsync();
        await DeclareHeldDeskAsync(store, ["VIEWER"], before);

        ChangedRole changed = await store.Local.DoAsync(new UpdateRole("Desk", null, ConnectorReach.Granted, null, null));
        AuditEvent told = (await store.AuditAsync())[^1];
        ChangedRole back = await store.Local.DoAsync(new UpdateRole("Desk", null, before, null, null));

        Assert.Equal((2, "jane (web01, web02), joan (web02)"), (changed.GrantsRestored.Users, $"{changed.GrantsRestored}"));
        Assert.Equal("VIEWER; connectors Granted, profiles None, accounts None; grants in effect again: jane (web01, web02), joan (web02)", told.Reason);
        Assert.Equal(("jane (web01, web02), joan (web02)", 0), ($"{back.GrantsCeased}", back.GrantsRestored.Users));
    }

    [Fact]
    public async Task Operations_given_to_a_role_without_any_bring_the_grants_of_its_holders_back()
    {
        await using Store store = await TwoGrantsAsync();
        await DeclareHeldDeskAsync(store, [], ConnectorReach.Granted);
        Assert.All(await store.Local.ListAsync(new ListConnectorGrants([], [])), grant => Assert.False(grant.InEffect));

        ChangedRole updated = await store.Local.DoAsync(new UpdateRole("Desk", ["VIEWER"], null, null, null));
        ChangedRole more = await store.Local.DoAsync(new GrantPermission("Desk", "BROWSE"));
        await store.Local.DoAsync(new RevokePermission("Desk", "VIEWER"));
        ChangedRole none = await store.Local.DoAsync(new RevokePermission("Desk", "BROWSE"));

        Assert.Equal((2, 0, 2), (updated.GrantsRestored.Users, more.GrantsRestored.Users, none.GrantsCeased.Users));
    }

    [Fact]
    public async Task Grants_that_another_role_keeps_in_effect_or_that_have_ended_do_not_come_back_by_a_changed_role()
    {
        await using Store store = await TwoGrantsAsync();
        await DeclareHeldDeskAsync(store, ["VIEWER"], ConnectorReach.None);
        await store.Local.DoAsync(new AssignRole(new UserReference("joan"), "Viewer", null));
        store.Clock.Advance(TimeSpan.FromHours(2));

        ChangedRole changed = await store.Local.DoAsync(new UpdateRole("Desk", null, ConnectorReach.Granted, null, null));

        Assert.Equal("jane (web02)", $"{changed.GrantsRestored}");
    }

    [Fact]
    public async Task Clearing_drops_the_grants_that_a_changed_role_would_bring_back_and_no_others()
    {
        await using Store store = await TwoGrantsAsync();
        await DeclareHeldDeskAsync(store, ["VIEWER"], ConnectorReach.None);
        await store.Local.DoAsync(new CreateUser("other", ["Viewer"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantConnector(new UserReference("other"), new ConnectorReference("web01"), null));

        ChangedRole changed = await store.Local.DoAsync(new UpdateRole("Desk", null, ConnectorReach.Granted, null, null) { Grants = RememberedGrants.Clear });

        Assert.Equal((0, "jane (web01, web02), joan (web02)"), (changed.GrantsRestored.Users, $"{changed.GrantsDropped}"));
        Assert.Equal(["other"], (await store.Local.ListAsync(new ListConnectorGrants([], []))).Select(grant => grant.User));
        Assert.EndsWith("; grants dropped: jane (web01, web02), joan (web02)", (await store.AuditAsync())[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropping_the_grants_of_a_changed_roles_holders_needs_the_right_to_revoke_them()
    {
        await using Store store = await TwoGrantsAsync();
        await DeclareHeldDeskAsync(store, ["VIEWER"], ConnectorReach.None);
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("admin", ["UserAdmin"]);
        UpdateRole change = new("Desk", null, ConnectorReach.Granted, null, null);

        await admin.RefusedAsync("AccessDenied", change with { Grants = RememberedGrants.Clear });

        Assert.Equal(2, (await admin.DoAsync(change)).GrantsRestored.Users);
    }

    [Fact]
    public async Task A_role_with_many_holders_names_ten_of_them_and_counts_the_rest()
    {
        await using Store store = await TwoGrantsAsync();
        await DeclareHeldDeskAsync(store, ["VIEWER"], ConnectorReach.None);
        AddHolders(store, 3000);

        ChangedRole changed = await store.Local.DoAsync(new UpdateRole("Desk", null, ConnectorReach.Granted, null, null));

        Assert.Equal((3002, 10), (changed.GrantsRestored.Users, changed.GrantsRestored.Named.Count));
        Assert.EndsWith(" and 2992 users more", (await store.AuditAsync())[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assigned_role_is_removed_only_when_its_unassigning_is_asked_for()
    {
        await using Store store = await TwoGrantsAsync();
        await store.Local.DoAsync(new CreateRole("Desk", ["VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await store.Local.DoAsync(new AssignRole(s_jane, "Desk", null));
        await store.Local.DoAsync(new DisableUser(s_jane));

        EngineException refusal = await store.Local.RefusedAsync("RoleInUse", new RemoveRole("Desk", RoleRemoval.Unassigned));
        await store.Local.DoAsync(new RemoveRole("Desk", RoleRemoval.Unassign));

        Assert.Contains("jane", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(await store.Local.ListAsync(new ListUsers(["jane"]))).Roles);
        Assert.Equal(
            [("unassignRole", "jane", "Desk; grants no longer in effect: web01, web02"), ("removeRole", "Desk", null)],
            (await store.AuditAsync()).TakeLast(2).Select(told => (told.Operation, told.ObjectName, told.Reason)));
    }

    [Fact]
    public async Task Removing_a_role_takes_it_from_nobody_who_holds_more_than_the_remover()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await store.Local.DoAsync(new CreateRole("Desk", ["RBAC_ADMIN"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new AssignRole(new UserReference("root-admin"), "Desk", null));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new RemoveRole("Desk", RoleRemoval.Unassign));

        Assert.Single(await store.Local.ListAsync(new ListRoles(["Desk"])));
    }

    /// <summary>Jane and Joan hold the role, Joan with a grant on <c>web02</c>.</summary>
    private static async Task DeclareHeldDeskAsync(Store store, string[] permissions, ConnectorReach connectors)
    {
        await store.Local.DoAsync(new CreateUser("joan", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantConnector(new UserReference("joan"), new ConnectorReference("web02"), null));
        await store.Local.DoAsync(new CreateRole("Desk", permissions, connectors, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new AssignRole(s_jane, "Desk", null));
        await store.Local.DoAsync(new AssignRole(new UserReference("joan"), "Desk", null));
    }

    /// <summary>Users who hold the role with a grant on <c>web01</c> each, past the door.</summary>
    private static void AddHolders(Store store, int users)
    {
        using StateTransaction db = store.Database.BeginImmediate();
        Guid web01 = ConnectorStore.Find(db, "web01")!.Guid;
        for (int i = 0; i < users; i++)
        {
            Guid id = Guid.CreateVersion7();
            UserStore.Insert(db, new UserRow(id.ToString(), $"many{i:d5}", 1, 0, 1, null, null, null, 1));
            UserStore.AssignRole(db, id, "Desk", until: null, "test", 1);
            GrantStore.Save(db, id, web01, until: null, "test", 1);
        }

        db.Commit();
    }

    /// <summary>Jane holds no role, and grants on <c>web01</c> for an hour and on <c>web02</c> for good.</summary>
    private static async Task<Store> TwoGrantsAsync()
    {
        Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "two"), ConnectorOrigin.New, "bob");
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantConnector(s_jane, new ConnectorReference("web01"), store.Clock.GetUtcNow().AddHours(1)));
        await store.Local.DoAsync(new GrantConnector(s_jane, new ConnectorReference("web02"), null));
        return store;
    }
}
