using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Permissions;

/// <summary>A permission that is in a role until a time: it ends by the clock, at each decision, for everybody who holds the role.</summary>
public sealed class EndingPermissionTests
{
    private static readonly UserReference s_jane = new("jane");
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_permission_ends_by_the_clock_and_the_role_goes_on()
    {
        await using Store store = await DeskAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Desk"], "web01");
        store.InsertBackup("web01/alice");
        BackupReference backup = new(Assert.Single(await jane.ListAsync(new ListBackups([], [], null, null, null, null, null))));
        DateTimeOffset end = store.Clock.GetUtcNow().AddHours(1);
        await store.Local.DoAsync(new GrantPermission("Desk", "LOCK") { Until = end });

        Assert.True((await jane.DoAsync(new LockBackup(backup, null, null))).Locked);
        store.Clock.Advance(TimeSpan.FromHours(1));

        await jane.RefusedAsync("AccessDenied", new UnlockBackup(backup));
        Assert.Single(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Role role = Assert.Single(await store.Local.ListAsync(new ListRoles(["Desk"])));
        Assert.Equal((1, "VIEWER", 0), (role.Permissions.Count, role.Permissions[0], role.Ends.Count));
    }

    [Fact]
    public async Task The_users_that_a_permission_reaches_are_reached_until_it_ends()
    {
        await using Store store = await DeskAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Desk"]);
        await store.Local.DoAsync(new GrantPermission("Desk", "RBAC_VIEW") { Until = store.Clock.GetUtcNow().AddHours(1) });

        Assert.Equal(2, (await jane.ListAsync(new ListUsers([]))).Count);
        Assert.Contains(await store.Local.ListAsync(new WhoCan("listRoles", null, null, null)), row => row.User == "jane");
        store.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["jane"], (await jane.ListAsync(new ListUsers([]))).Select(user => user.Name));
        Assert.DoesNotContain(await store.Local.ListAsync(new WhoCan("listRoles", null, null, null)), row => row.User == "jane");
    }

    [Fact]
    public async Task Several_permissions_end_each_at_its_own_time()
    {
        await using Store store = await DeskAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Desk"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantConnector(s_jane, new ConnectorReference("web01"), null));
        DateTimeOffset now = store.Clock.GetUtcNow();
        await store.Local.DoAsync(new GrantPermission("Desk", "LOCK") { Until = now.AddHours(2) });
        await store.Local.DoAsync(new GrantPermission("Desk", "BROWSE") { Until = now.AddHours(1) });
        string[] operations = ["listAccounts", "listBackupItems", "lockBackup"];
        List<EffectiveAccess> rows = await store.Local.ListAsync(new ListAccess(s_jane, operations));

        Assert.Equal([null, now.AddHours(1), now.AddHours(2)], rows.Select(row => row.Until));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["listAccounts", "lockBackup"], (await store.Local.ListAsync(new ListAccess(s_jane, operations))).Select(row => row.Operation));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["listAccounts"], (await store.Local.ListAsync(new ListAccess(s_jane, operations))).Select(row => row.Operation));
    }

    [Fact]
    public async Task An_explanation_names_the_role_once_and_the_permission_that_has_ended()
    {
        await using Store store = await DeskAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Desk"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantConnector(s_jane, new ConnectorReference("web01"), null));
        await store.Local.DoAsync(new GrantPermission("Desk", "LOCK") { Until = store.Clock.GetUtcNow().AddHours(1) });
        TestAccess question = new(s_jane, "lockBackup", null, s_alice, null);

        AccessDecision before = await store.Local.DoAsync(question);
        store.Clock.Advance(TimeSpan.FromHours(1));
        AccessDecision after = await store.Local.DoAsync(question);
        AccessDecision never = await store.Local.DoAsync(question with { Operation = "deleteBackup" });

        Assert.Equal((true, "role Desk allows lockBackup"), (before.Allowed, before.Reasons.Single().Text));
        Assert.Equal((false, "role Desk held lockBackup by a permission that has ended"), (after.Allowed, after.Reasons.Single().Text));
        Assert.Equal("adding permission LOCK to role Desk", after.SmallestChange);
        Assert.Equal("role Desk has no permission that holds deleteBackup", never.Reasons.Single().Text);
    }

    [Fact]
    public async Task What_would_be_with_a_role_is_so_until_its_permission_ends()
    {
        await using Store store = await DeskAsync();
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new GrantPermission("Desk", "LOCK") { Until = store.Clock.GetUtcNow().AddHours(1) });
        TestAccess question = new(s_jane, "lockBackup", null, s_alice, null) { WithRoles = ["Desk"], WithGrants = [new ConnectorReference("web01")] };

        bool before = (await store.Local.DoAsync(question)).Allowed;
        store.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((true, false), (before, (await store.Local.DoAsync(question)).Allowed));
    }

    [Fact]
    public async Task Granting_again_says_the_end_anew_and_an_end_that_has_passed_is_refused()
    {
        await using Store store = await DeskAsync();
        DateTimeOffset now = store.Clock.GetUtcNow();
        await store.Local.RefusedAsync("InvalidValue", new GrantPermission("Desk", "LOCK") { Until = now });

        Role ending = await store.Local.DoAsync(new GrantPermission("Desk", "lock") { Until = now.AddHours(1) });
        string? told = (await store.AuditAsync())[^1].Reason;
        Role later = await store.Local.DoAsync(new GrantPermission("Desk", "LOCK") { Until = now.AddHours(2) });
        Role forGood = await store.Local.DoAsync(new GrantPermission("Desk", "LOCK"));
        Role restated = await store.Local.DoAsync(new UpdateRole("Desk", ["VIEWER"], null, null, null));

        Assert.Equal([new PermissionEnd("LOCK", now.AddHours(1))], ending.Ends);
        Assert.StartsWith($"VIEWER, LOCK until {now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}; ", told, StringComparison.Ordinal);
        Assert.Equal(now.AddHours(2), later.Ends.Single().Until);
        Assert.Empty(forGood.Ends);
        Assert.Equal(["VIEWER"], restated.Permissions);
    }

    [Fact]
    public async Task Nothing_that_a_permission_gives_outlasts_the_givers_own()
    {
        await using Store store = await DeskAsync();
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("admin", ["UserAdmin"]);
        DateTimeOffset end = store.Clock.GetUtcNow().AddHours(1);
        await store.Local.DoAsync(new GrantPermission("UserAdmin", "LOCK") { Until = end });

        await admin.RefusedAsync("AccessDenied", new GrantPermission("Desk", "LOCK"));
        await admin.RefusedAsync("AccessDenied", new GrantPermission("Desk", "LOCK") { Until = end.AddSeconds(1) });
        await admin.RefusedAsync("AccessDenied", new CreatePermission("MYLOCK", ["lockBackup"], null));
        await admin.DoAsync(new GrantPermission("Desk", "LOCK") { Until = end });
        await admin.DoAsync(new AssignRole(s_jane, "Desk", null));

        store.Clock.Advance(TimeSpan.FromHours(1));
        await admin.RefusedAsync("AccessDenied", new GrantPermission("Desk", "LOCK") { Until = end.AddHours(1) });
        await admin.DoAsync(new UnassignRole(s_jane, "Desk"));
    }

    [Fact]
    public async Task Who_holds_less_changes_nobody_who_holds_a_permission_until_it_ends()
    {
        await using Store store = await DeskAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Desk"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("admin", ["UserAdmin"]);
        await store.Local.DoAsync(new GrantPermission("Desk", "LOCK") { Until = store.Clock.GetUtcNow().AddHours(1) });

        await admin.RefusedAsync("AccessDenied", new DisableUser(s_jane));
        store.Clock.Advance(TimeSpan.FromHours(1));

        await admin.DoAsync(new DisableUser(s_jane));
    }

    [Fact]
    public async Task A_permission_that_has_ended_in_a_role_is_not_in_use_by_it()
    {
        await using Store store = await DeskAsync();
        await store.Local.DoAsync(new CreatePermission("PEEK", ["getBackup"], null));
        await using LocalClient jane = await store.SignInAsync("jane", ["Desk"], "web01");
        await store.Local.DoAsync(new GrantPermission("Desk", "PEEK") { Until = store.Clock.GetUtcNow().AddHours(1) });

        await store.Local.RefusedAsync("PermissionInUse", new RemovePermission("PEEK"));
        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Local.DoAsync(new RemovePermission("PEEK"));

        Assert.Single(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Assert.Single(await store.Local.ListAsync(new WhoCan("createRole", null, null, null)));
    }

    [Fact]
    public async Task A_declared_end_is_planned_applied_and_found_as_declared()
    {
        await using Store store = await DeskAsync();
        string end = store.Clock.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        StateDocument document = new("access.yaml", "/", $"""
            apiVersion: backupaccess/v1
            kind: State
            roles:
              - name: Desk
                endingPermissions:
                  - name: lock
                    until: {end}
            """);

        IReadOnlyList<StateChange> planned = await store.Local.DoAsync(new PlanState([document]));
        await store.Local.DoAsync(new ApplyState([document]));
        IReadOnlyList<StateChange> again = await store.Local.DoAsync(new PlanState([document]));
        Role role = Assert.Single(await store.Local.ListAsync(new ListRoles(["Desk"])));
        store.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal($"LOCK until {end}T00:00:00Z", Assert.Single(Assert.Single(planned).Fields).New);
        Assert.Empty(again);
        Assert.Equal(("VIEWER, LOCK", $"LOCK until {end}T00:00:00Z"), (string.Join(", ", role.Permissions), $"{role.Ends.Single()}"));
        Assert.Empty(await store.Local.DoAsync(new PlanState([document])));
    }

    [Fact]
    public async Task A_permission_declared_twice_or_without_its_end_is_reported()
    {
        await using Store store = await DeskAsync();
        StateDocument document = new("access.yaml", "/", """
            apiVersion: backupaccess/v1
            kind: State
            roles:
              - name: Desk
                permissions: [VIEWER]
                endingPermissions:
                  - name: viewer
                    until: 2030-01-01
                  - name: LOCK
            """);

        IReadOnlyList<StateFinding> findings = await store.Local.DoAsync(new ValidateState([document]));

        Assert.Equal(["DeclaredTwice", "MissingField"], findings.Select(finding => finding.Id).Order());
    }

    /// <summary>A role with VIEWER over granted connectors.</summary>
    private static async Task<Store> DeskAsync()
    {
        Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateRole("Desk", ["VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        return store;
    }
}
