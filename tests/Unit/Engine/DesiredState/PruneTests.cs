using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.DesiredState;

public sealed class PruneTests
{
    private static readonly string[] s_many = ["t1", "t2", "t3", "t4", "t5", "t6", "t7"];

    [Fact]
    public async Task Only_what_the_same_owner_declared_and_declares_no_more_is_removed()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateTag("by-hand", null));
        await ApplyAsync(store, "other", Tags("others"));
        await ApplyAsync(store, "team", Tags(s_many));

        IReadOnlyList<StateChange> plan = await store.Local.DoAsync(new PlanState([Tags(s_many[1..])]) { Ownership = new StateOwnership("team", PruneLimit.Few) });
        IReadOnlyList<StateChange> changes = await ApplyAsync(store, "team", Tags(s_many[1..]), PruneLimit.Few);

        Assert.Equal(["Remove tag t1"], changes.Select(change => $"{change.Action} {change.Kind} {change.Name}"));
        Assert.Equal(plan.Select(change => change.Name), changes.Select(change => change.Name));
        Assert.Equal(["by-hand", "others", .. s_many[1..]], await NamesAsync(store));
        Assert.Empty(await ApplyAsync(store, "team", Tags(s_many[1..]), PruneLimit.Few));
    }

    [Fact]
    public async Task Without_being_told_to_nothing_is_removed()
    {
        await using Store store = await Store.CreateAsync();
        await ApplyAsync(store, "team", Tags(s_many));

        Assert.Empty(await ApplyAsync(store, "team", Tags("t1")));

        Assert.Equal(s_many, await NamesAsync(store));
    }

    [Theory]
    [InlineData(1, PruneLimit.Few, null)]
    [InlineData(2, PruneLimit.Few, "PruneRefused")]
    [InlineData(2, PruneLimit.Many, null)]
    [InlineData(7, PruneLimit.Many, "PruneRefused")]
    [InlineData(7, PruneLimit.All, null)]
    public async Task Much_is_removed_only_where_it_is_said_to_be_meant(int removed, PruneLimit limit, string? refusal)
    {
        await using Store store = await Store.CreateAsync();
        await ApplyAsync(store, "team", Tags(s_many));
        ApplyState request = new([Tags(s_many[removed..])]) { Ownership = new StateOwnership("team", limit) };

        if (refusal is null)
        {
            Assert.Equal(removed, (await store.Local.DoAsync(request)).Count);
        }
        else
        {
            await store.Local.RefusedAsync(refusal, request);
        }

        Assert.Equal(refusal is null ? s_many[removed..] : s_many, await NamesAsync(store));
    }

    [Fact]
    public async Task What_depends_on_another_goes_before_it_and_what_is_in_use_by_others_stays_with_all_else()
    {
        await using Store store = await Store.CreateAsync("alice");
        const string all = """
            policies: [{ name: year }]
            roles: [{ name: Desk, permissions: [VIEWER] }]
            users: [{ name: jane, roles: [Operator, Desk] }]
            profiles: [{ name: team-a, users: [jane] }]
            grants: [{ user: jane, connectors: [web01] }]
            configurations: [{ name: team-a/shop, policy: year }]
            settings: { onDemand.configuration: team-a/shop }
            """;
        await ApplyAsync(store, "team", Document(all));
        await store.Local.DoAsync(new CreateUser("joe", ["Desk"], ConsoleAccess.Off, null, null));

        await store.Local.RefusedAsync("RoleInUse", new ApplyState([Document("tags: []")]) { Ownership = new StateOwnership("team", PruneLimit.All) });
        Assert.Equal(["jane", "joe", "root-admin"], (await store.Local.ListAsync(new ListUsers([]))).Select(user => user.Name).Order());
        await store.Local.DoAsync(new RemoveUser(new UserReference("joe")));
        IReadOnlyList<StateChange> changes = await ApplyAsync(store, "team", Document("tags: []"), PruneLimit.All);

        Assert.Equal(
            ["setting", "configuration", "grant", "profile assignment", "profile", "user", "role", "policy"],
            changes.Select(change => change.Kind));
        Assert.Equal(["root-admin"], (await store.Local.ListAsync(new ListUsers([]))).Select(user => user.Name));
    }

    // Else who may change nothing could have another's prune remove it.
    [Fact]
    public async Task What_an_apply_did_not_make_is_nobodys_to_prune()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer", "Audit"], "web01");
        StateDocument asItIs = Document($"users: [{{ name: root-admin }}]\nconnectors: [{{ name: web01, path: {store.AccountsPath} }}]");

        Assert.Empty(await viewer.DoAsync(new ApplyState([asItIs]) { Ownership = new StateOwnership("team", PruneLimit.Nothing) }));

        Assert.Empty(await ApplyAsync(store, "team", Document("tags: []"), PruneLimit.All));
        Assert.Single(await store.Local.ListAsync(new ListConnectors([])));
    }

    [Fact]
    public async Task A_plan_tells_nobody_of_what_they_may_not_know()
    {
        await using Store store = await Store.CreateAsync("alice");
        await ApplyAsync(store, "team", Document("users: [{ name: jane, roles: [Operator] }]\npolicies: [{ name: year }]\nprofiles: [{ name: team-a, users: [jane] }]\ngrants: [{ user: jane, connectors: [web01] }]"));
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        PlanState request = new([Document("tags: []")]) { Ownership = new StateOwnership("team", PruneLimit.All) };

        Assert.Empty(await owner.DoAsync(request));
        Assert.NotEmpty(await store.Local.DoAsync(request));
    }

    [Fact]
    public async Task Pruning_without_an_owner_is_refused()
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", new ApplyState([Tags("t1")]) { Ownership = new StateOwnership(null, PruneLimit.Few) });
        await store.Local.RefusedAsync("InvalidName", new PlanState([Tags("t1")]) { Ownership = new StateOwnership("a b", PruneLimit.Few) });
    }

    [Fact]
    public async Task A_plan_is_applied_as_it_was_looked_at_or_not_at_all()
    {
        await using Store store = await Store.CreateAsync();
        StateDocument document = Tags("t1", "t2");
        IReadOnlyList<StateChange> plan = await store.Local.DoAsync(new PlanState([document]));
        await store.Local.DoAsync(new CreateTag("t2", null));

        await store.Local.RefusedAsync("PlanOutdated", new ApplyState([document]) { Planned = plan });

        Assert.Equal(["t2"], await NamesAsync(store));
        IReadOnlyList<StateChange> again = await store.Local.DoAsync(new PlanState([document]));
        Assert.Single(await store.Local.DoAsync(new ApplyState([document]) { Planned = again }));
    }

    private static StateDocument Tags(params string[] names) => Document($"tags: [{string.Join(", ", names.Select(name => $"{{ name: {name} }}"))}]");

    private static StateDocument Document(string text) => new("test.yaml", "/", $"apiVersion: backupaccess/v1\nkind: State\n{text}\n");

    private static Task<IReadOnlyList<StateChange>> ApplyAsync(Store store, string owner, StateDocument document, PruneLimit limit = PruneLimit.Nothing) =>
        store.Local.DoAsync(new ApplyState([document]) { Ownership = new StateOwnership(owner, limit) });

    private static async Task<IEnumerable<string>> NamesAsync(Store store) => (await store.Local.ListAsync(new ListTags([]))).Select(tag => tag.Name);
}
