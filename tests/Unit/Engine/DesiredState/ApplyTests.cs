using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.DesiredState;

/// <summary>Plans say what applies do; applies are all or nothing and bound by the caller's own rights.</summary>
public sealed class ApplyTests
{
    [Fact]
    public async Task A_plan_says_what_an_apply_does_and_changes_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        StateDocument document = Document("""
            roles:
              - name: Desk
                permissions: [VIEWER, RESTORE_KEEP]
                connectors: Granted
                accounts: ByConnector
            users:
              - name: jane
                roles: [Desk]
                consoleAccess: false
            grants:
              - user: jane
                connectors: [web01]
            accounts:
              - name: web01/alice
                email: alice@example.com
                owner: jane
            """);

        IReadOnlyList<StateChange> plan = await store.Local.DoAsync(new PlanState([document]));
        Assert.Empty(await store.Local.ListAsync(new ListUsers(["jane"])));
        IReadOnlyList<StateChange> applied = await store.Local.DoAsync(new ApplyState([document]));

        Assert.Equal(
            [
                (StateAction.Create, "role", "Desk"), (StateAction.Create, "user", "jane"), (StateAction.Create, "grant", "jane on web01"),
                (StateAction.Change, "account", "web01/alice"), (StateAction.Change, "account", "web01/alice"),
            ],
            plan.Select(change => (change.Action, change.Kind, change.Name)));
        Assert.Equivalent(plan, applied);
        Assert.Empty(await store.Local.DoAsync(new PlanState([document])));
        Account alice = Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Assert.Equal(("alice@example.com", "jane"), (alice.Email, alice.Owner));
        Assert.True(Assert.Single(await store.Local.ListAsync(new ListConnectorGrants([], []))).InEffect);
    }

    [Fact]
    public async Task What_a_document_leaves_out_stays_and_what_it_nulls_is_cleared()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new UpdateAccount(new AccountReference("alice"), "a@example.com", 5, null, ["example.com"], ["*.log"]));

        await store.Local.DoAsync(new ApplyState([Document("accounts:\n  - name: web01/alice\n    maxOnDemand: null\n    email: ''\n    excludes: []\n")]));

        Account alice = Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Assert.Equal((null, null), (alice.Email, alice.MaxOnDemand));
        Assert.Equal(["example.com"], alice.Domains);
        Assert.Empty(alice.Excludes);
    }

    [Fact]
    public async Task A_refused_change_in_the_middle_leaves_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        long end = await store.AuditEndAsync();

        await store.Local.RefusedAsync("FixedReach", new ApplyState([Document("""
            roles:
              - name: Desk
                permissions: [VIEWER]
            users:
              - name: jane
                roles: [Audit]
            grants:
              - user: jane
                connectors: [web01]
            """)]));

        Assert.Empty(await store.Local.ListAsync(new ListUsers(["jane"])));
        Assert.Empty(await store.Local.ListAsync(new ListRoles(["Desk"])));
        AuditEvent only = Assert.Single(await store.AuditAsync(end));
        Assert.Equal(("applyState", AuditOutcome.Failed), (only.Operation, only.Outcome));
    }

    [Fact]
    public async Task Documents_that_name_what_is_not_there_change_nothing_and_tell_all_of_it()
    {
        await using Store store = await Store.CreateAsync("alice");

        EngineException failure = await store.Local.RefusedAsync("InvalidDocument", new ApplyState([Document("""
            users:
              - name: jane
                roles: [Vewer]
            grants:
              - user: jack
                connectors: [web02]
            accounts:
              - name: web01/bob
            """)]));

        Assert.Equal(
            [("UnknownRole", 5, 13), ("UnknownUser", 7, 5), ("UnknownConnector", 8, 18), ("UnknownAccount", 10, 5)],
            ((InvalidStateException)failure).Findings.Select(finding => (finding.Id, finding.Line, finding.Column)));
        Assert.Contains("\"Viewer\"", ((InvalidStateException)failure).Findings[0].Message, StringComparison.Ordinal);
        Assert.Empty(await store.Local.ListAsync(new ListUsers(["jane"])));
    }

    [Fact]
    public async Task An_apply_by_a_lesser_user_is_bound_like_anything_they_do()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "bob");
        await store.Local.DoAsync(new CreateUser("viewer", ["Viewer"], ConsoleAccess.Off, null, null));
        await using LocalClient backup = await store.SignInAsync("backup", ["BackupAdministrator"], "web01");

        await backup.RefusedAsync("AccessDenied", Apply("users:\n  - name: mallory\n    roles: [Administrator]\n"));
        await backup.RefusedAsync("AccessDenied", Apply("roles:\n  - name: Mine\n    permissions: [RBAC_ADMIN]\n"));
        await backup.RefusedAsync("InvalidDocument", Apply("grants:\n  - user: viewer\n    connectors: [web02]\n"));
        await backup.RefusedAsync("InvalidDocument", Apply("accounts:\n  - name: web02/bob\n    email: x@example.com\n"));
        await backup.RefusedAsync("AccessDenied", Apply("accounts:\n  - name: web01/alice\n    owner: backup\n"));
        await backup.DoAsync(Apply("grants:\n  - user: viewer\n    connectors: [web01]\naccounts:\n  - name: web01/alice\n    owner: viewer\n"));

        Assert.Equal("viewer", Assert.Single(await store.Local.ListAsync(new ListConnectorGrants(["viewer"], []))).User);
    }

    [Fact]
    public async Task A_plan_tells_nobody_of_users_they_may_not_know()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"], "web01");

        foreach (string user in new[] { "root-admin", "nobody" })
        {
            EngineException owner = await viewer.RefusedAsync("InvalidDocument", new PlanState([Document($"accounts:\n  - name: web01/alice\n    owner: {user}\n")]));
            EngineException grant = await viewer.RefusedAsync("InvalidDocument", new PlanState([Document($"grants:\n  - user: {user}\n    connectors: [web01]\n")]));

            Assert.All([owner, grant], one => Assert.EndsWith($"There is no user \"{user}\".", one.Message, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("roles: [Viewer]")]
    [InlineData("until: 2030-01-01")]
    public async Task The_last_administrator_does_not_go_by_a_document_either(string change)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("LastAdministrator", Apply($"users:\n  - name: root-admin\n    {change}\n"));

        Assert.Equal(["Administrator"], Assert.Single(await store.Local.ListAsync(new ListUsers([]))).Roles);
    }

    [Fact]
    public async Task A_connector_s_storage_is_there_before()
    {
        await using Store store = await Store.CreateAsync();

        EngineException refusal = await store.Local.RefusedAsync("InvalidDocument", new PlanState([Document("connectors:\n  - name: web01\n    path: /srv/accounts\n    storage: tape\n")]));

        Assert.Equal("UnknownStorage", Assert.Single(((InvalidStateException)refusal).Findings).Id);
    }

    [Fact]
    public async Task A_connector_is_made_once_and_stays_as_it_was_made()
    {
        await using Store store = await Store.CreateAsync();
        Directory.CreateDirectory(store.AccountsPath);
        StateDocument relative = new("test.yaml", store.Root, Text("connectors:\n  - name: web01\n    path: accounts/\n    storage: Default\n"));

        await store.Local.DoAsync(new ApplyState([relative]));

        Assert.Empty(await store.Local.DoAsync(new PlanState([relative])));
        Assert.Equal(store.AccountsPath, Assert.Single(await store.Local.ListAsync(new ListConnectors([]))).Path);
        EngineException moved = await store.Local.RefusedAsync("InvalidDocument", new PlanState([Document("connectors:\n  - name: web01\n    path: /srv\n")]));
        Assert.Equal("Immutable", Assert.Single(((InvalidStateException)moved).Findings).Id);
    }

    [Fact]
    public async Task Several_documents_are_one_state()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.DoAsync(new ApplyState(
        [
            Document("grants:\n  - user: jane\n    connectors: [web01]\n"),
            Document("users:\n  - name: jane\n    roles: [Desk]\n"),
            Document("roles:\n  - name: Desk\n    permissions: [VIEWER]\n    connectors: Granted\n"),
        ]));

        Assert.True(Assert.Single(await store.Local.ListAsync(new ListConnectorGrants([], []))).InEffect);
    }

    private static ApplyState Apply(string text) => new([Document(text)]);

    private static string Text(string text) => "apiVersion: backupaccess/v1\nkind: State\n" + text;

    private static StateDocument Document(string text) => new("test.yaml", "/", Text(text));
}
