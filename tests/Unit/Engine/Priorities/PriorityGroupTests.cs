using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests.Priorities;

public sealed class PriorityGroupTests
{
    private static readonly AccountReference s_alice = new("alice");

    [Fact]
    public async Task High_Normal_and_Low_are_built_in_and_Normal_is_the_default()
    {
        await using Store store = await Store.CreateAsync();

        List<PriorityGroup> groups = await store.Local.ListAsync(new ListPriorityGroups([]));

        Assert.Equal([("High", 10, false), ("Low", 90, false), ("Normal", 50, true)], groups.Select(group => (group.Name, group.Backup, group.Default)));
        Assert.All(groups, group => Assert.True(group.BuiltIn && group.Backup == group.Clone && group.Clone == group.Restore && group.Restore == group.Download));
        await store.Local.RefusedAsync("BuiltIn", new RemovePriorityGroup("high"));
        await store.Local.RefusedAsync("BuiltIn", new UpdatePriorityGroup("High", "Higher", null, null, null, null, null, Default: false));
    }

    [Fact]
    public async Task An_own_group_goes_before_the_tags_the_lowest_of_which_goes_before_the_default()
    {
        await using Store store = await Store.CreateAsync("alice");
        await MakeAsync(store, "Slow", 70);
        await MakeAsync(store, "Fast", 20);
        Assert.Equal(50, Priority(store, TaskKind.Backup));

        await store.Local.DoAsync(new AddAccountTag(s_alice, "Slow"));
        Assert.Equal(70, Priority(store, TaskKind.Backup));
        await store.Local.DoAsync(new AddAccountTag(s_alice, "Fast"));
        Assert.Equal(20, Priority(store, TaskKind.Backup));
        Account own = await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, null, null, null) { PriorityGroup = "low" });
        Assert.Equal(("Low", 90), (own.PriorityGroup, Priority(store, TaskKind.Backup)));
        await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, null, null, null) { PriorityGroup = "" });
        Assert.Equal(20, Priority(store, TaskKind.Backup));
    }

    [Theory]
    [InlineData(AccountType.Administrator, 1_050)]
    [InlineData(AccountType.Reseller, 10_050)]
    [InlineData(AccountType.User, 100_050)]
    public async Task Restores_stand_behind_by_the_type_of_the_account(AccountType type, int restore)
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, type, null, null));

        Assert.Equal((restore, 50, 50), (Priority(store, TaskKind.Restore), Priority(store, TaskKind.Clone), Priority(store, TaskKind.Download)));
    }

    [Fact]
    public async Task One_group_is_the_default_at_all_times()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreatePriorityGroup("Mine", 5, null, null, null, [], Default: true));

        Assert.Equal(["Mine"], await DefaultsAsync(store));
        await store.Local.RefusedAsync("PriorityGroupInUse", new RemovePriorityGroup("Mine"));
        await store.Local.DoAsync(new UpdatePriorityGroup("Low", null, null, null, null, null, null, Default: true));
        await store.Local.DoAsync(new RemovePriorityGroup("Mine"));

        Assert.Equal(["Low"], await DefaultsAsync(store));
    }

    [Fact]
    public async Task Accounts_lose_an_own_group_that_is_removed()
    {
        await using Store store = await Store.CreateAsync("alice");
        await MakeAsync(store, "Fast", 20);
        await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, null, null, null) { PriorityGroup = "Fast" });

        await store.Local.DoAsync(new RemovePriorityGroup("Fast"));

        Assert.Null(Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).PriorityGroup);
        Assert.Equal(50, Priority(store, TaskKind.Backup));
    }

    [Fact]
    public async Task The_default_and_groups_of_accounts_out_of_reach_are_not_changed()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), Engine.Connectors.ConnectorOrigin.New, "bob");
        LocalClient operator1 = await store.SignInAsync("op", ["Operator"], "web01");
        await operator1.DoAsync(new CreatePriorityGroup("Mine", 5, null, null, null, [], Default: false));
        await operator1.DoAsync(new UpdatePriorityGroup("Mine", null, 6, null, null, null, null, Default: false));
        await store.Local.DoAsync(new UpdateAccount(new AccountReference("bob"), null, null, null, null, null) { PriorityGroup = "Mine" });

        await operator1.RefusedAsync("AccessDenied", new UpdatePriorityGroup("Mine", null, 7, null, null, null, null, Default: false));
        await operator1.RefusedAsync("AccessDenied", new RemovePriorityGroup("Mine"));
        await operator1.RefusedAsync("AccessDenied", new UpdatePriorityGroup("Normal", null, 7, null, null, null, null, Default: false));
        await operator1.RefusedAsync("AccessDenied", new CreatePriorityGroup("New", 7, null, null, null, [], Default: true));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task A_number_out_of_range_is_refused(int number)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", new CreatePriorityGroup("Mine", null, null, number, null, [], Default: false));
    }

    private static async Task MakeAsync(Store store, string name, int number)
    {
        await store.Local.DoAsync(new CreateTag(name, null));
        await store.Local.DoAsync(new CreatePriorityGroup(name, number, number, number, number, [name], Default: false));
    }

    private static async Task<IEnumerable<string>> DefaultsAsync(Store store) =>
        (await store.Local.ListAsync(new ListPriorityGroups([]))).Where(group => group.Default).Select(group => group.Name);

    private static int Priority(Store store, TaskKind kind)
    {
        using StateConnection db = store.Database.Connect();
        return PriorityGroupStore.PriorityOf(db, Assert.Single(AccountStore.FindLive(db, "alice")), kind);
    }
}
