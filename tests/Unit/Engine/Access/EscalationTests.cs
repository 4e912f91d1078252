using BackupAccess.Engine.Access;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The tricks by which roles, permissions, profiles and connectors would give more than somebody holds.</summary>
public sealed class EscalationTests
{
    private static readonly UserReference s_puppet = new("puppet");

    [Fact]
    public async Task A_custom_role_that_contains_RBAC_ADMIN_gives_nothing_but_what_it_holds()
    {
        await using Store store = await WithUserAdminAsync();
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new AssignRole(s_puppet, "Administrator", null));
        await admin.RefusedAsync("AccessDenied", new AssignRole(s_puppet, "Viewer", null));
        await admin.RefusedAsync("AccessDenied", new CreateRole("Wide", ["RBAC_ADMIN", "RESTORE"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await admin.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), null));
        await admin.RefusedAsync("AccessDenied", new UnassignRole(new UserReference("root-admin"), "Administrator"));
        await admin.DoAsync(new AssignRole(s_puppet, "UserAdmin", null));
    }

    [Fact]
    public async Task A_declared_copy_of_RBAC_ADMIN_is_bound_as_RBAC_ADMIN_is()
    {
        await using Store store = await WithUserAdminAsync();
        await store.Local.DoAsync(new CreatePermission("COPY", BuiltInAccess.Current.Permissions["RBAC_ADMIN"].Operations, null));
        await store.Local.DoAsync(new CreateRole("Copied", ["COPY"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient copied = await store.SignInAsync("copied", ["Copied"]);

        await copied.RefusedAsync("AccessDenied", new AssignRole(s_puppet, "Viewer", null));
        await copied.RefusedAsync("AccessDenied", new AssignRole(new UserReference("copied"), "Copied", null));
        await copied.RefusedAsync("AccessDenied", new DisableUser(new UserReference("root-admin")));
        await copied.DoAsync(new AssignRole(s_puppet, "Copied", null));
    }

    [Fact]
    public async Task Nobody_edits_a_role_they_hold()
    {
        await using Store store = await WithUserAdminAsync();
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new UpdateRole("USERADMIN", null, null, null, AccountReach.None));
        await admin.RefusedAsync("AccessDenied", new GrantPermission("UserAdmin", "RBAC_VIEW"));
        await admin.RefusedAsync("AccessDenied", new RevokePermission("UserAdmin", "RBAC_ADMIN"));
        await admin.RefusedAsync("AccessDenied", new RemoveRole("UserAdmin", RoleRemoval.Unassign));
    }

    [Fact]
    public async Task Nobody_edits_a_permission_they_hold()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("EXTRA", ["getBackup"], null));
        await store.Local.DoAsync(new CreateRole("Extra", ["EXTRA"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient admin = await store.SignInAsync("admin", ["Administrator", "Extra"]);

        await admin.RefusedAsync("AccessDenied", new UpdatePermission("extra", ["getBackup", "exportEncryptionKey"], null));
        await admin.RefusedAsync("PermissionInUse", new RemovePermission("EXTRA"));
    }

    [Fact]
    public async Task Nobody_gives_through_a_permissions_edit_what_they_do_not_hold()
    {
        await using Store store = await WithUserAdminAsync();
        await store.Local.DoAsync(new CreatePermission("DESK", ["getBackup"], null));
        await store.Local.DoAsync(new CreateRole("Desk", ["DESK"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await store.Local.DoAsync(new AssignRole(s_puppet, "Desk", null));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new UpdatePermission("DESK", ["listUsers"], null));
        await admin.RefusedAsync("AccessDenied", new CreatePermission("MORE", ["exportEncryptionKey"], null));
        await admin.RefusedAsync("AccessDenied", new GrantPermission("Desk", "RBAC_ADMIN"));
    }

    [Fact]
    public async Task A_held_operation_is_not_given_over_a_wider_reach_through_a_permissions_edit()
    {
        await using Store store = await WithUserAdminAsync();
        await store.Local.DoAsync(new CreateRole("Narrow", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await store.Local.DoAsync(new CreatePermission("WIDE", ["listUsers"], null));
        await store.Local.DoAsync(new CreateRole("Wide", ["WIDE"], ConnectorReach.All, ProfileReach.None, AccountReach.All));
        await using LocalClient narrow = await store.SignInAsync("narrow", ["Narrow"]);

        await narrow.RefusedAsync("AccessDenied", new UpdatePermission("WIDE", ["listUsers", "listBackups"], null));
        await narrow.RefusedAsync("AccessDenied", new UpdateRole("Wide", ["VIEWER"], null, null, null));
    }

    [Fact]
    public async Task What_everybody_may_on_themselves_is_not_given_over_others()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("MAKE", ["createPermission", "createRole", "updateRole"], null));
        await store.Local.DoAsync(new CreateRole("Maker", ["MAKE"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new CreateRole("Spare", [], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient maker = await store.SignInAsync("maker", ["Maker"]);

        await maker.RefusedAsync("AccessDenied", new CreatePermission("LOOK", ["listUsers"], null));
        await maker.RefusedAsync("AccessDenied", new CreateRole("Looker", ["RBAC_VIEW"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await maker.RefusedAsync("NotFound", new UpdateRole("Spare", ["SELF"], null, null, null));
    }

    [Theory]
    [InlineData("rbac_admin", "BuiltIn")]
    [InlineData("Rbac_Admin", "BuiltIn")]
    [InlineData("RBAC\u200b_ADMIN", "InvalidName")]
    [InlineData("RBAC_АDMIN", "InvalidName")]
    [InlineData("RBAC_ADMIN ", "InvalidName")]
    public async Task A_look_alike_of_a_built_in_permission_is_refused(string name, string errorId)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync(errorId, new CreatePermission(name, ["getBackup"], null));
    }

    [Fact]
    public async Task A_look_alike_that_may_be_a_name_reaches_what_its_operations_do()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("RBAC-VIEW", ["getBackup"], null));
        await store.Local.DoAsync(new CreateRole("Looker", ["RBAC-VIEW"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient jane = await store.SignInAsync("jane", ["Looker"]);

        Assert.Equal(["jane"], (await jane.ListAsync(new ListUsers([]))).Select(user => user.Name));
    }

    [Fact]
    public async Task A_role_removed_and_made_again_under_its_name_is_assigned_to_nobody()
    {
        await using Store store = await Store.CreateAsync();
        CreateRole desk = new("Desk", ["RBAC_VIEW"], ConnectorReach.None, ProfileReach.None, AccountReach.None);
        await store.Local.DoAsync(desk);
        await using LocalClient held = await store.SignInAsync("held", ["Desk"]);
        await using LocalClient ended = await store.SignInAsync("ended", []);
        await store.Local.DoAsync(new AssignRole(new UserReference("ended"), "Desk", store.Clock.GetUtcNow().AddHours(1)));
        store.Clock.Advance(TimeSpan.FromHours(2));

        await store.Local.DoAsync(new RemoveRole("Desk", RoleRemoval.Unassign));
        await store.Local.DoAsync(desk with { Name = "desk" });
        await store.Local.DoAsync(new RemoveRole("desk", RoleRemoval.Unassigned));
        await store.Local.DoAsync(desk);

        Assert.Empty(await store.Local.ListAsync(new ListUsers([]) { Roles = ["Desk"] }));
        await held.RefusedAsync("AccessDenied", new ListRoles([]));
        await ended.RefusedAsync("AccessDenied", new ListRoles([]));
    }

    [Fact]
    public async Task A_permission_made_again_under_a_removed_ones_name_is_in_no_role()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", ["getBackup"], null));
        await store.Local.DoAsync(new CreateRole("Desk", ["PEEK"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new RevokePermission("Desk", "PEEK"));
        await store.Local.DoAsync(new RemovePermission("PEEK"));

        await store.Local.DoAsync(new CreatePermission("PEEK", ["exportEncryptionKey"], null));

        Assert.Empty(Assert.Single(await store.Local.ListAsync(new ListRoles(["Desk"]))).Permissions);
    }

    [Fact]
    public async Task A_profile_is_not_assigned_to_one_who_holds_more_nor_to_oneself()
    {
        await using Store store = await WithUserAdminAsync();
        await store.Local.DoAsync(new CreateProfile("web"));
        await store.Local.DoAsync(new AssignRole(s_puppet, "Operator", null));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new GrantProfile(s_puppet, new ProfileReference("web"), null));
        await admin.RefusedAsync("AccessDenied", new GrantProfile(new UserReference("user-admin"), new ProfileReference("web"), null));
    }

    [Fact]
    public async Task A_connector_is_not_laid_over_another_tenants_folder_through_a_link()
    {
        await using Store store = await Store.CreateAsync("alice");
        string roots = Path.Combine(store.Root, "roots");
        Directory.CreateDirectory(roots);
        Directory.CreateSymbolicLink(Path.Combine(roots, "mine"), store.AccountsPath);
        Directory.CreateSymbolicLink(Path.Combine(roots, "up"), store.Root);
        await store.Local.DoAsync(new UpdateSetting("connectorRoots", [roots]));
        await using LocalClient mallory = await store.SignInAsync("mallory", ["Operator"]);

        foreach (string path in new[] { "mine", "mine/alice", "up/accounts", "../accounts", "mine/../../accounts/alice" })
        {
            EngineException refusal = await Assert.ThrowsAnyAsync<EngineException>(() => mallory.DoAsync(
                new CreateConnector("mine", ConnectorKind.Folder, Path.Combine(roots, path), null, ConnectorOrigin.New)));
            Assert.True(refusal.ErrorId is "AccessDenied" or "InvalidValue", $"{path}: {refusal.Message}");
        }

        Assert.Equal(["web01"], (await store.Local.ListAsync(new ListConnectors([]))).Select(connector => connector.Name));
    }

    [Fact]
    public async Task A_lesser_users_document_declares_nothing_they_do_not_hold()
    {
        await using Store store = await WithUserAdminAsync();
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", Document("permissions:\n  - name: MORE\n    operations: [exportEncryptionKey]\n"));
        await admin.RefusedAsync("AccessDenied", Document("users:\n  - name: puppet\n    roles: [Operator]\n"));
        Assert.Empty(await store.Local.ListAsync(new ListPermissions(["MORE"])));
    }

    private static BackupAccess.Engine.DesiredState.ApplyState Document(string text) =>
        new([new BackupAccess.Engine.DesiredState.StateDocument("test.yaml", "/", "apiVersion: backupaccess/v1\nkind: State\n" + text)]);

    /// <summary>A role with RBAC_ADMIN alone, over all users, and a user who holds nothing.</summary>
    private static async Task<Store> WithUserAdminAsync()
    {
        Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await store.Local.DoAsync(new CreateUser("puppet", [], ConsoleAccess.Off, null, null));
        return store;
    }
}
