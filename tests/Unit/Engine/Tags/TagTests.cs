using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.Tests.Tags;

public sealed class TagTests
{
    private static readonly AccountReference s_alice = new("alice");
    private static readonly AccountReference s_bob = new("bob");

    [Fact]
    public async Task Tags_are_carried_by_accounts_and_accounts_found_by_them()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await store.Local.DoAsync(new CreateTag("gold", "#FFD700"));
        await store.Local.DoAsync(new CreateTag("blue", null));

        await store.Local.DoAsync(new AddAccountTag(s_alice, "gold"));
        Account alice = await store.Local.DoAsync(new AddAccountTag(s_alice, "BLUE"));

        Assert.Equal(["blue", "gold"], alice.Tags);
        Assert.Equal(["alice"], await NamesAsync(store, "go*"));
        Assert.Equal(("#ffd700", 1), await ShownAsync(store, "gold"));
        Account untagged = await store.Local.DoAsync(new RemoveAccountTag(s_alice, "gold"));
        Assert.Equal(["blue"], untagged.Tags);
        Assert.Empty(await NamesAsync(store, "gold"));
    }

    [Fact]
    public async Task A_tag_without_a_colour_gets_one_at_random()
    {
        await using Store store = await Store.CreateAsync();
        List<string> colors = [];
        for (int i = 0; i < 10; i++)
        {
            colors.Add((await store.Local.DoAsync(new CreateTag($"tag{i}", null))).Color);
        }

        Assert.All(colors, color => Assert.Matches("^#[0-9a-f]{6}$", color));
        Assert.True(colors.Distinct().Count() > 5, string.Join(", ", colors));
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#1234567")]
    [InlineData("#12345g")]
    [InlineData("#123456\n")]
    [InlineData("")]
    public async Task What_is_no_colour_is_refused(string color)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", new CreateTag("gold", color));

        Assert.Empty(await store.Local.ListAsync(new ListTags([])));
    }

    [Fact]
    public async Task A_name_is_taken_once_in_any_case()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateTag("gold", null));
        await store.Local.DoAsync(new CreateTag("blue", null));

        await store.Local.RefusedAsync("AlreadyExists", new CreateTag("GOLD", null));
        await store.Local.RefusedAsync("AlreadyExists", new UpdateTag("blue", "Gold", null));

        Tag renamed = await store.Local.DoAsync(new UpdateTag("gold", "Gold", null));
        Assert.Equal("Gold", renamed.Name);
    }

    [Fact]
    public async Task Removing_a_tag_takes_it_off_accounts_and_priority_groups()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateTag("gold", null));
        await store.Local.DoAsync(new AddAccountTag(s_alice, "gold"));
        await store.Local.DoAsync(new CreatePriorityGroup("Gold", 1, null, null, null, ["gold"], Default: false));

        await store.Local.DoAsync(new RemoveTag("gold"));

        Assert.Empty(Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Tags);
        Assert.Empty(Assert.Single(await store.Local.ListAsync(new ListPriorityGroups(["Gold"]))).Tags);
        await store.Local.RefusedAsync("NotFound", new AddAccountTag(s_alice, "gold"));
    }

    [Fact]
    public async Task A_tag_that_an_account_out_of_reach_carries_is_not_changed()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), Engine.Connectors.ConnectorOrigin.New, "bob");
        LocalClient operator1 = await store.SignInAsync("op", ["Operator"], "web01");
        await operator1.DoAsync(new CreateTag("gold", null));
        await operator1.DoAsync(new AddAccountTag(s_alice, "gold"));
        await operator1.DoAsync(new UpdateTag("gold", null, "#000001"));
        await store.Local.DoAsync(new AddAccountTag(s_bob, "gold"));

        await operator1.RefusedAsync("AccessDenied", new UpdateTag("gold", null, "#000002"));
        await operator1.RefusedAsync("AccessDenied", new RemoveTag("gold"));

        Assert.Equal(("#000001", 1), await ShownAsync(operator1, "gold"));
    }

    private static async Task<IEnumerable<string>> NamesAsync(Store store, string tag) =>
        (await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live) { Tags = [tag] })).Select(account => account.Name);

    private static Task<(string Color, int Accounts)> ShownAsync(Store store, string tag) => ShownAsync(store.Local, tag);

    private static async Task<(string Color, int Accounts)> ShownAsync(LocalClient client, string tag)
    {
        Tag shown = Assert.Single(await client.ListAsync(new ListTags([tag])));
        return (shown.Color, shown.Accounts);
    }
}
