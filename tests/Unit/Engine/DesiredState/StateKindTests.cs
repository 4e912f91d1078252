using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.Tests.DesiredState;

public sealed class StateKindTests
{
    private const string Whole = """
        tags:
          - { name: gold, color: "#FFD700" }
        priorityGroups:
          - { name: First, backup: 5, restore: 1, tags: [gold] }
        policies:
          - name: year
            daily: { keep: 14 }
            monthly: { keep: 12, days: 365 }
        conditions:
          - { name: overtime, text: "Restores outside hours are billed." }
        settings:
          onDemand.maximum: 7
          excludes: ["*.tmp"]
          onDemand.configuration: team-a/shop
        users:
          - { name: jane, roles: [Operator], consoleAccess: false }
        profiles:
          - { name: team-a, users: [jane] }
        connectors:
          - { name: web02, path: more }
        grants:
          - { user: jane, connectors: [web01, web02] }
        accounts:
          - { name: web01/alice, tags: [gold], priorityGroup: First, owner: jane, maxOnDemand: 3 }
          - { name: web02/carol, email: carol@example.org }
        schedules:
          - { name: team-a/nightly, label: Daily, daily: "02:30", timeZone: Europe/Berlin }
          - { name: team-a/weekend, label: Weekly, weekly: { days: [Sat, sunday], at: "03:00" }, timeZone: UTC, missed: Skip, maxConcurrent: 1 }
          - { name: team-a/often, label: Hourly, cron: "*/20 8-18 * * 1-5", timeZone: UTC }
        configurations:
          - name: team-a/shop
            connector: web01
            accounts: { names: ["a*"] }
            policy: year
            schedules: [nightly]
        """;

    [Fact]
    public async Task Every_kind_is_made_as_declared_and_then_plans_nothing_more()
    {
        await using Store store = await StoreAsync();

        await ApplyAsync(store, Whole);

        Assert.Empty(await PlanAsync(store, Whole));
        Assert.Equal("#ffd700", Assert.Single(await store.Local.ListAsync(new ListTags([]))).Color);
        Assert.Equal((5, 1), ((await store.Local.ListAsync(new ListPriorityGroups(["First"])))[0].Backup, (await store.Local.ListAsync(new ListPriorityGroups(["First"])))[0].Restore));
        Assert.Equal(["Daily 14", "Monthly 12/365d"], (await store.Local.ListAsync(new ListPolicies([])))[0].Rules.Select(rule => $"{rule}"));
        Account alice = (await store.Local.ListAsync(new ListAccounts(["alice"], [], [], AccountPresence.Live)))[0];
        Assert.Equal(("gold", "First", "jane", 3), (Assert.Single(alice.Tags), alice.PriorityGroup, alice.Owner, alice.MaxOnDemand));
        Assert.Equal("carol@example.org", (await store.Local.ListAsync(new ListAccounts(["carol"], [], [], AccountPresence.Live)))[0].Email);
        Configuration shop = (await store.Local.ListAsync(new ListConfigurations([], [])))[0];
        Assert.Equal(("team-a/shop", "year", "local:tester"), (shop.Path, shop.Policy, shop.SavedBy));
    }

    [Theory]
    [InlineData("policies:\n  - { name: year, daily: { keep: 7 } }", "Change policy year daily: 14 -> 7 monthly: 12/365d -> -")]
    [InlineData("settings:\n  onDemand.maximum: null", "Change setting onDemand.maximum value: 7 -> 99")]
    [InlineData("tags:\n  - { name: GOLD, color: \"#000000\" }", "Change tag gold color: #ffd700 -> #000000")]
    [InlineData("configurations:\n  - { name: team-a/shop, connector: web01, accounts: { names: [\"a*\"] }, policy: null, schedules: [nightly] }", "Change configuration team-a/shop policy: \"year\" -> null")]
    [InlineData("accounts:\n  - { name: web01/alice, tags: [], priorityGroup: null }", "Change account web01/alice priorityGroup: First -> - / Change account web01/alice tags: gold -> ")]
    public async Task What_is_declared_otherwise_is_changed(string text, string expected)
    {
        await using Store store = await StoreAsync();
        await ApplyAsync(store, Whole);

        IReadOnlyList<StateChange> plan = await PlanAsync(store, text);

        Assert.Equal(expected, string.Join(" / ", plan.Select(change => $"{change.Action} {change.Kind} {change.Name} {string.Join(' ', change.Fields)}")));
        await ApplyAsync(store, text);
        Assert.Empty(await PlanAsync(store, text));
    }

    [Theory]
    [InlineData("settings:\n  onDemand.maximun: 3", 3, 21, "UnknownSetting")]
    [InlineData("settings:\n  onDemand.maximum: 100", 3, 21, "InvalidValue")]
    [InlineData("policies:\n  - { name: x, daily: 3 }", 3, 23, "WrongKind")]
    [InlineData("policies:\n  - { name: x, deletion: AgeOnly, daily: { keep: 3 } }", 3, 5, "InvalidValue")]
    [InlineData("tags:\n  - { name: x, color: red }", 3, 5, "InvalidValue")]
    [InlineData("tags:\n  - { name: x }\n  - { name: X }", 4, 5, "DeclaredTwice")]
    [InlineData("configurations:\n  - { name: shop }", 3, 5, "InvalidName")]
    [InlineData("configurations:\n  - { name: a/shop, items: [No] }", 3, 29, "InvalidValue")]
    [InlineData("conditions:\n  - { name: x }", 3, 5, "MissingField")]
    [InlineData("schedules:\n  - { name: a/x, label: Daily }", 3, 5, "MissingField")]
    [InlineData("schedules:\n  - { name: a/x, label: Daily, daily: 2am }", 3, 39, "InvalidValue")]
    [InlineData("schedules:\n  - { name: a/x, label: Daily, cron: \"99 * * * *\" }", 3, 5, "InvalidValue")]
    public async Task What_is_wrong_is_told_with_its_place(string text, int line, int column, string id)
    {
        await using Store store = await Store.CreateAsync();

        IReadOnlyList<StateFinding> findings = await store.Local.DoAsync(new ValidateState([new StateDocument("x.yaml", "/", Header("State") + text)]));

        Assert.Contains((line + 1, column, id), findings.Select(finding => (finding.Line, finding.Column, finding.Id)));
    }

    [Theory]
    [InlineData("accounts:\n  - { name: web01/alice, tags: [silver] }", "UnknownTag")]
    [InlineData("priorityGroups:\n  - { name: x, tags: [silver] }", "UnknownTag")]
    [InlineData("accounts:\n  - { name: web01/alice, priorityGroup: None }", "UnknownPriorityGroup")]
    [InlineData("configurations:\n  - { name: nowhere/shop }", "UnknownProfile")]
    public async Task What_is_neither_declared_nor_there_is_told(string text, string id)
    {
        await using Store store = await StoreAsync();

        InvalidStateException failure = await Assert.ThrowsAsync<InvalidStateException>(() => PlanAsync(store, text));

        Assert.Equal([id], failure.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public async Task A_document_of_one_kind_holds_that_and_nothing_else()
    {
        await using Store store = await Store.CreateAsync();
        StateDocument good = new("x.yaml", "/", $"{Header("tags")}tags:\n  - name: gold\n");
        StateDocument bad = new("y.yaml", "/", $"{Header("tags")}users:\n  - name: joe\n");
        StateDocument unknown = new("z.yaml", "/", Header("tag"));

        Assert.Empty(await store.Local.DoAsync(new ValidateState([good])));
        Assert.Equal(["WrongKind"], (await store.Local.DoAsync(new ValidateState([bad]))).Select(finding => finding.Id));
        Assert.Contains("Is \"tags\" meant?", Assert.Single(await store.Local.DoAsync(new ValidateState([unknown]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users:\n  - { name: joe, roles: [Viewer] }", StateSeverity.Warning)]
    [InlineData("users:\n  - { name: joe }", StateSeverity.Information)]
    [InlineData("users:\n  - { name: joe, roles: [MasterAdministrator] }", StateSeverity.Critical)]
    [InlineData("users:\n  - { name: joe, roles: [Boss] }\nroles:\n  - { name: Boss, permissions: [RBAC_ADMIN] }", StateSeverity.Critical)]
    [InlineData("users:\n  - { name: jane, consoleAccess: true }", StateSeverity.Critical)]
    [InlineData("roles:\n  - { name: Desk, permissions: [VIEWER, RBAC_ADMIN] }", StateSeverity.Critical)]
    [InlineData("roles:\n  - { name: Desk, permissions: [] }", StateSeverity.Information)]
    [InlineData("grants:\n  - { user: joe, connectors: [web01] }\nusers:\n  - { name: joe }", StateSeverity.Critical)]
    [InlineData("connectors:\n  - { name: old, path: old, legacy: true }", StateSeverity.Critical)]
    [InlineData("settings:\n  selfKeys: true", StateSeverity.Critical)]
    [InlineData("policies:\n  - { name: year }", StateSeverity.Warning)]
    [InlineData("tags:\n  - { name: silver }", StateSeverity.Information)]
    public async Task A_change_is_as_severe_as_what_comes_of_it(string text, StateSeverity severity)
    {
        await using Store store = await StoreAsync();
        await ApplyAsync(store, Whole);

        IReadOnlyList<StateChange> plan = await PlanAsync(store, text);

        Assert.Equal(severity, plan.Max(change => change.Severity));
        if (severity > StateSeverity.Information)
        {
            Assert.Equal("SevereChanges", Assert.Throws<ConflictException>(() => StateSeverityGate.Require(plan, severity)).ErrorId);
        }

        if (severity < StateSeverity.Critical)
        {
            StateSeverityGate.Require(plan, severity + 1);
        }
    }

    [Fact]
    public async Task An_exported_state_makes_an_empty_one_the_same()
    {
        await using Store store = await StoreAsync();
        await ApplyAsync(store, Whole);
        await store.Local.DoAsync(new CreateRole("Desk", ["VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        string exported = await store.Local.DoAsync(new ExportState([]));
        await using Store empty = await Store.CreateAsync();
        StateDocument document = new("export.yaml", "/", exported);

        Assert.Empty(await store.Local.DoAsync(new PlanState([document])));
        await empty.Local.DoAsync(new ApplyState([document]));

        Assert.Equal(WithoutRemarks(exported), WithoutRemarks(await empty.Local.DoAsync(new ExportState([]))));
        Assert.Contains("# root-admin has 1 access keys, which no document holds.", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_holds_what_the_caller_may_read()
    {
        await using Store store = await StoreAsync();
        await ApplyAsync(store, Whole);
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"], "web02");

        string exported = await viewer.DoAsync(new ExportState([]));

        Assert.Contains("# users: not \"viewer\"'s to read", exported, StringComparison.Ordinal);
        Assert.Contains("name: web02\n", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("web01", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("team-a", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("policies", await viewer.DoAsync(new ExportState(["tags"])), StringComparison.Ordinal);
        await viewer.RefusedAsync("InvalidValue", new ExportState(["tag"]));
    }

    private static async Task<Store> StoreAsync()
    {
        Store store = await Store.CreateAsync("alice", "bob");
        Directory.CreateDirectory(Path.Combine(store.Root, "more", "carol"));
        return store;
    }

    private static StateDocument Document(Store store, string text) => new("test.yaml", store.Root, Header("State") + text);

    private static string Header(string kind) => $"apiVersion: backupaccess/v1\nkind: {kind}\n";

    private static Task<IReadOnlyList<StateChange>> PlanAsync(Store store, string text) => store.Local.DoAsync(new PlanState([Document(store, text)]));

    private static Task<IReadOnlyList<StateChange>> ApplyAsync(Store store, string text) => store.Local.DoAsync(new ApplyState([Document(store, text)]));

    private static string WithoutRemarks(string text) => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));
}
