using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Permissions;

/// <summary>Declared permissions: named sets of operations of one's own.</summary>
public sealed class PermissionTests
{
    [Fact]
    public async Task A_permission_is_declared_listed_changed_and_removed()
    {
        await using Store store = await Store.CreateAsync();

        Permission made = await store.Local.DoAsync(new CreatePermission("PEEK", ["LISTBACKUPS", "getBackup", "getBackup"], "Backups, to look at."));
        Permission changed = await store.Local.DoAsync(new UpdatePermission("peek", ["listBackups"], ""));

        Assert.Equal((false, "Backups, to look at."), (made.BuiltIn, made.Description));
        Assert.Equal(["getBackup", "listBackups"], made.Operations);
        Assert.Equal(("PEEK", null), (changed.Name, changed.Description));
        Assert.Equal(["listBackups"], Assert.Single(await store.Local.ListAsync(new ListPermissions(["PEEK"]))).Operations);
        Assert.Contains("PEEK", Assert.Single(await store.Local.ListAsync(new ListOperations(["listBackups"]))).Permissions);
        await store.Local.DoAsync(new RemovePermission("PEEK"));
        Assert.Empty(await store.Local.ListAsync(new ListPermissions(["PEEK"])));
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a \u001b[31mred one")]
    [InlineData("turned \u202e round")]
    public async Task A_description_is_one_line_that_can_be_shown(string description)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", [], null));

        await store.Local.RefusedAsync("InvalidValue", new CreatePermission("LOOK", [], description));
        await store.Local.RefusedAsync("InvalidValue", new UpdatePermission("PEEK", null, description));
        await store.Local.RefusedAsync("InvalidValue", new UpdatePermission("PEEK", null, new string('x', 501)));
    }

    [Theory]
    [InlineData("RESTORE")]
    [InlineData("restore")]
    [InlineData("SELF")]
    [InlineData("self")]
    public async Task Nobody_adds_changes_or_removes_a_built_in_permission(string name)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("BuiltIn", new CreatePermission(name, [], null));
        await store.Local.RefusedAsync("BuiltIn", new UpdatePermission(name, [], null));
        await store.Local.RefusedAsync("BuiltIn", new RemovePermission(name));
    }

    [Theory]
    [InlineData("Administrator")]
    [InlineData("masteradministrator")]
    [InlineData("SELF")]
    public async Task Nobody_changes_or_removes_a_built_in_role(string name)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("BuiltIn", new RemoveRole(name, RoleRemoval.Unassign));
        await store.Local.RefusedAsync("BuiltIn", new GrantPermission(name, "VIEWER"));
        await store.Local.RefusedAsync("BuiltIn", new RevokePermission(name, "VIEWER"));
    }

    [Fact]
    public async Task A_name_is_taken_once_in_any_case()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", ["getBackup"], null));

        await store.Local.RefusedAsync("AlreadyExists", new CreatePermission("Peek", ["getBackup"], null));
        await store.Local.RefusedAsync("NotFound", new CreatePermission("OTHER", ["noSuchOperation"], null));
    }

    [Fact]
    public async Task A_permission_that_a_role_names_is_not_removed_and_the_roles_are_told()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", ["getBackup"], null));
        await store.Local.DoAsync(new CreateRole("First", ["peek"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new CreateRole("Second", ["VIEWER", "PEEK"], ConnectorReach.None, ProfileReach.None, AccountReach.None));

        EngineException refusal = await store.Local.RefusedAsync("PermissionInUse", new RemovePermission("PEEK"));

        Assert.Contains("First, Second", refusal.Message, StringComparison.Ordinal);
        await store.Local.DoAsync(new RevokePermission("First", "PEEK"));
        await store.Local.DoAsync(new RemoveRole("Second", RoleRemoval.Unassigned));
        await store.Local.DoAsync(new RemovePermission("PEEK"));
    }

    [Fact]
    public async Task A_permission_is_put_into_a_role_and_taken_out()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreatePermission("PEEK", ["listConnectors"], null));
        await store.Local.DoAsync(new CreateRole("Desk", [], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient jane = await store.SignInAsync("jane", ["Desk"], "web01");
        await jane.RefusedAsync("AccessDenied", new ListConnectors([]));

        Assert.Equal(["PEEK"], (await store.Local.DoAsync(new GrantPermission("desk", "peek"))).Permissions);
        Assert.Single(await jane.ListAsync(new ListConnectors([])));
        Assert.Empty((await store.Local.DoAsync(new RevokePermission("Desk", "PEEK"))).Permissions);
        await jane.RefusedAsync("AccessDenied", new ListConnectors([]));
        await store.Local.RefusedAsync("NotFound", new RevokePermission("Desk", "PEEK"));
        await store.Local.RefusedAsync("NotFound", new GrantPermission("Desk", "NOTHING"));
    }

    [Fact]
    public async Task A_changed_permission_changes_what_its_holders_may_from_the_next_act_on()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreatePermission("PEEK", ["listConnectors"], null));
        await store.Local.DoAsync(new CreateRole("Desk", ["PEEK"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient jane = await store.SignInAsync("jane", ["Desk"], "web01");
        Assert.Single(await jane.ListAsync(new ListConnectors([])));

        await store.Local.DoAsync(new UpdatePermission("PEEK", ["listBackups"], null));

        await jane.RefusedAsync("AccessDenied", new ListConnectors([]));
    }

    [Theory]
    [InlineData("changeOwnPassword")]
    [InlineData("applyState")]
    [InlineData("listOperations")]
    public async Task What_everybody_holds_on_themselves_is_put_into_no_permission(string operation)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("BuiltIn", new CreatePermission("MINE", [operation], null));
    }

    [Theory]
    [InlineData("listUsers", "All")]
    [InlineData("testAccess", "All")]
    [InlineData("assignRole", "All")]
    [InlineData("grantConnector", "Names")]
    [InlineData("setAccountOwner", "Names")]
    [InlineData("listConnectorGrants", "Self")]
    [InlineData("createRole", "Self")]
    [InlineData("restoreOverwrite", "Self")]
    public void A_declared_permission_reaches_the_users_that_the_built_in_one_with_its_operation_does(string operation, string expected)
    {
        Permission declared = new() { Name = "RBAC_ADMIN2", BuiltIn = false, Description = null, Operations = [operation] };
        Role role = new() { Name = "Any", BuiltIn = false, Permissions = [declared.Name], Connectors = ConnectorReach.All, Profiles = ProfileReach.All, Accounts = AccountReach.All };

        Assert.Equal(expected, RoleCompiler.Compile(role, [declared]).Users.ToString());
    }

    [Fact]
    public async Task One_who_may_list_users_by_a_declared_permission_sees_everybody()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("LOOK", ["listUsers"], null));
        await store.Local.DoAsync(new CreateRole("Looker", ["LOOK"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient jane = await store.SignInAsync("jane", ["Looker"]);

        Assert.Equal(["jane", "root-admin"], (await jane.ListAsync(new ListUsers([]))).Select(user => user.Name));
        await jane.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), null));
    }

    [Fact]
    public async Task One_who_grants_by_a_declared_permission_reaches_enabled_users_only()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreatePermission("GIVE", ["grantConnector", "listConnectors"], null));
        await store.Local.DoAsync(new CreateRole("Giver", ["GIVE"], ConnectorReach.Granted, ProfileReach.None, AccountReach.None));
        await store.Local.DoAsync(new CreateUser("on", ["Viewer"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateUser("off", ["Viewer"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new DisableUser(new UserReference("off")));
        await using LocalClient giver = await store.SignInAsync("giver", ["Giver"], "web01");

        await giver.DoAsync(new GrantConnector(new UserReference("on"), new ConnectorReference("web01"), null));
        await giver.RefusedAsync("NotFound", new GrantConnector(new UserReference("off"), new ConnectorReference("web01"), null));
    }

    [Fact]
    public void A_built_in_role_reaches_the_users_that_its_permissions_names_say()
    {
        foreach (Role role in BuiltInAccess.Current.Roles)
        {
            UserReach expected = role.Permissions.Any(name => name is "RBAC_ADMIN" or "RBAC_VIEW") ? UserReach.All
                : role.Permissions.Contains("CONNECTOR_ACCESS") ? UserReach.Names
                : UserReach.Self;

            CompiledRole held = RoleCompiler.Compile(role, role.Permissions.Select(name => BuiltInAccess.Current.Permissions[name]));

            Assert.Equal((role.Name, expected), (role.Name, held.Users));
        }
    }
}
