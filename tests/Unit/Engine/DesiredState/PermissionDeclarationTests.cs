using BackupAccess.Engine.Access;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.DesiredState;

/// <summary>Permissions and profiles in documents.</summary>
public sealed class PermissionDeclarationTests
{
    private const string Desk = """
        permissions:
          - name: PEEK
            description: Backups, to look at.
            operations: [listBackups, getBackup]
        roles:
          - name: Desk
            permissions: [PEEK, BROWSE]
            connectors: Granted
            profiles: Assigned
            accounts: ByConnector
        users:
          - name: jane
            roles: [Desk]
        profiles:
          - name: web
            users: [jane]

        """;

    [Fact]
    public async Task A_permission_is_declared_before_the_role_that_names_it_and_a_profile_after_its_users()
    {
        await using Store store = await Store.CreateAsync();

        IReadOnlyList<StateChange> plan = await store.Local.DoAsync(new PlanState([Document(Desk)]));
        IReadOnlyList<StateChange> applied = await store.Local.DoAsync(new ApplyState([Document(Desk)]));

        Assert.Equal(
            ["permission PEEK", "role Desk", "user jane", "profile web", "profile assignment jane on web"],
            plan.Select(change => $"{change.Kind} {change.Name}"));
        Assert.Equivalent(plan, applied);
        Assert.Empty(await store.Local.DoAsync(new PlanState([Document(Desk)])));
        Assert.Equal(["getBackup", "listBackups"], Assert.Single(await store.Local.ListAsync(new ListPermissions(["PEEK"]))).Operations);
        Assert.True(Assert.Single(await store.Local.ListAsync(new ListProfileGrants([], []))).InEffect);
    }

    [Fact]
    public async Task What_a_declared_permission_leaves_out_stays_and_what_it_says_is_set()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new ApplyState([Document(Desk)]));

        StateChange change = Assert.Single(await store.Local.DoAsync(new ApplyState([Document("permissions:\n  - name: peek\n    operations: [GETBACKUP]\n")])));
        await store.Local.DoAsync(new ApplyState([Document("permissions:\n  - name: PEEK\n    description: null\n")]));

        Assert.Equal(new FieldChange("operations", "getBackup, listBackups", "getBackup"), Assert.Single(change.Fields));
        Permission permission = Assert.Single(await store.Local.ListAsync(new ListPermissions(["PEEK"])));
        Assert.Null(permission.Description);
        Assert.Equal(["getBackup"], permission.Operations);
    }

    [Fact]
    public async Task A_role_names_a_permission_that_is_there_already()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", ["getBackup"], null));
        StateDocument document = Document("roles:\n  - name: Desk\n    permissions: [peek]\n");

        Assert.Empty(await store.Local.DoAsync(new ValidateState([document])));
        await store.Local.DoAsync(new ApplyState([document]));

        Assert.Empty(await store.Local.DoAsync(new PlanState([document])));
        Assert.Equal(["PEEK"], Assert.Single(await store.Local.ListAsync(new ListRoles(["Desk"]))).Permissions);
    }

    [Fact]
    public async Task Checking_a_document_tells_nobody_what_permissions_there_are()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", ["getBackup"], null));
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);

        StateFinding finding = Assert.Single(await jane.DoAsync(new ValidateState([Document("roles:\n  - name: Desk\n    permissions: [PEEK]\n")])));

        Assert.Equal("UnknownPermission", finding.Id);
    }

    [Fact]
    public async Task A_profile_that_the_planner_may_not_know_is_not_told_of()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateProfile("web"));
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);

        StateChange planned = Assert.Single(await jane.DoAsync(new PlanState([Document("profiles:\n  - name: web\n")])));

        Assert.Equal(StateAction.Create, planned.Action);
        await jane.RefusedAsync("AccessDenied", new ApplyState([Document("profiles:\n  - name: other\n")]));
    }

    private static StateDocument Document(string text) => new("test.yaml", "/", "apiVersion: backupaccess/v1\nkind: State\n" + text);
}
