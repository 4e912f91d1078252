using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

public sealed class UserTests
{
    [Fact]
    public async Task A_user_is_made_with_roles_and_found_by_name_in_any_case()
    {
        await using Store store = await Store.CreateAsync();

        User made = await store.Local.DoAsync(new CreateUser("Jane", ["FullSupport"], ConsoleAccess.Off, null, null));

        User found = Assert.Single(await store.Local.ListAsync(new ListUsers(["jane"])));
        Assert.Equivalent(made, found);
        Assert.Equal(["FullSupport"], found.Roles);
        Assert.False(found.ConsoleAccess);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-jane")]
    [InlineData("jane doe")]
    [InlineData("jane\n")]
    [InlineData("../jane")]
    [InlineData("jane/..")]
    public async Task A_malformed_name_is_refused(string name)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidName", new CreateUser(name, [], ConsoleAccess.On, null, null));
    }

    [Fact]
    public async Task A_second_user_of_the_same_name_is_refused()
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("AlreadyExists", new CreateUser("ROOT-ADMIN", [], ConsoleAccess.On, null, null));
    }

    [Fact]
    public async Task A_user_with_an_unknown_role_is_not_made_at_all()
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("NotFound", new CreateUser("jane", ["FullSuport"], ConsoleAccess.On, null, null));

        Assert.Empty(await store.Local.ListAsync(new ListUsers(["jane"])));
    }

    [Theory]
    [InlineData("Operator")]
    [InlineData("BackupAdministrator")]
    [InlineData("ComplianceAdministrator")]
    [InlineData("Viewer")]
    public async Task Nobody_without_RBAC_ADMIN_creates_changes_or_removes_users(string role)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.On, null, null));
        await using LocalClient other = await store.SignInAsync("other", [role]);
        UserReference jane = new("jane");

        await other.RefusedAsync("AccessDenied", new CreateUser("mallory", [], ConsoleAccess.On, null, null));
        foreach (Func<Task> change in new Func<Task>[]
                 {
                     () => other.DoAsync(new RemoveUser(jane)), () => other.DoAsync(new DisableUser(jane)), () => other.DoAsync(new UpdateUser(jane, null)),
                     () => other.DoAsync(new SetPassword(jane, null)), () => other.DoAsync(new SetConsoleAccess(jane, ConsoleAccess.Off)),
                     () => other.DoAsync(new AssignRole(jane, "Viewer", null)),
                 })
        {
            EngineException refusal = await Assert.ThrowsAnyAsync<EngineException>(change);
            Assert.True(refusal.ErrorId is "AccessDenied" or "NotFound", refusal.Message);
        }

        Assert.Single(await store.Local.ListAsync(new ListUsers(["jane"])));
    }

    [Fact]
    public async Task An_administrator_cannot_be_changed_by_one_who_holds_less()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);

        await admin.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), null));
        await admin.RefusedAsync("AccessDenied", new CreateAccessKey(new UserReference("root-admin"), null));
        await admin.RefusedAsync("AccessDenied", new CreateUser("mallory", ["Administrator"], ConsoleAccess.On, null, null));
        await admin.DoAsync(new CreateUser("helper", ["UserAdmin"], ConsoleAccess.On, null, null));
    }

    [Fact]
    public async Task Nobody_changes_an_own_role_expiry_or_lock_out()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient admin = await store.SignInAsAdministratorAsync();
        UserReference self = new("root-admin");

        await admin.RefusedAsync("AccessDenied", new AssignRole(self, "Viewer", null));
        await admin.RefusedAsync("AccessDenied", new UnassignRole(self, "Administrator"));
        await admin.RefusedAsync("AccessDenied", new UpdateUser(self, store.Clock.GetUtcNow().AddYears(1)));
        await admin.RefusedAsync("AccessDenied", new DisableUser(self));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        UserReference last = new("root-admin");

        foreach (IOperation<User> end in new IOperation<User>[]
                 {
                     new RemoveUser(last), new DisableUser(last), new SetPassword(last, null), new SetConsoleAccess(last, ConsoleAccess.Off),
                     new UpdateUser(last, store.Clock.GetUtcNow().AddDays(1)),
                 })
        {
            await store.Local.RefusedAsync("LastAdministrator", end);
        }

        foreach (IOperation<RoleChange> end in new IOperation<RoleChange>[]
                 {
                     new UnassignRole(last, "Administrator"), new AssignRole(last, "Administrator", store.Clock.GetUtcNow().AddDays(1)),
                 })
        {
            await store.Local.RefusedAsync("LastAdministrator", end);
        }

        User user = Assert.Single(await store.Local.ListAsync(new ListUsers(["root-admin"])));
        Assert.True(user is { Enabled: true, HasPassword: true, ConsoleAccess: true, Until: null });
        await store.Local.DoAsync(new CreateUser("second", ["Administrator"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateAccessKey(new UserReference("second"), null));
        await store.Local.DoAsync(new RemoveUser(last));
        await store.Local.RefusedAsync("LastAdministrator", new RemoveUser(new UserReference("second")));
    }

    [Fact]
    public async Task A_new_user_of_a_removed_ones_name_starts_with_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"], "web01");
        User first = Assert.Single(await jane.ListAsync(new ListUsers(["jane"])));

        await store.Local.DoAsync(new RemoveUser(new UserReference("jane")));
        User second = await store.Local.DoAsync(new CreateUser("jane", ["FullSupport"], ConsoleAccess.Off, null, null));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(0, second.AccessKeys);
        Assert.Empty(await store.Local.ListAsync(new BackupAccess.Engine.Connectors.ListConnectorGrants(["jane"], [])));
        await jane.RefusedAsync("SessionEnded", new ListUsers([]));
    }

    [Fact]
    public async Task A_user_sees_oneself_and_nobody_else_without_RBAC_VIEW()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"]);

        Assert.Equal(["jane"], (await jane.ListAsync(new ListUsers([]))).Select(user => user.Name));
        await jane.RefusedAsync("AccessDenied", new BackupAccess.Engine.Users.ListUserNames());
    }
}
