using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Accounts;

public sealed class AccountTests
{
    private static readonly AccountReference s_alice = new("alice");

    [Theory]
    [InlineData("not an address")]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("alice@example.com\n")]
    [InlineData("@example.com")]
    public async Task An_address_that_is_none_is_refused(string email)
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("InvalidValue", new UpdateAccount(s_alice, email, null, null, null, null));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(100)]
    public async Task A_maximum_outside_0_to_99_is_refused(int maximum)
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("InvalidValue", new UpdateAccount(s_alice, null, maximum, null, null, null));
    }

    [Theory]
    [InlineData("not a domain")]
    [InlineData("192.168.1.1")]
    [InlineData("")]
    [InlineData("a/b")]
    public async Task A_domain_that_is_none_is_refused(string domain)
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("InvalidValue", new UpdateAccount(s_alice, null, null, null, [domain], null));
    }

    [Fact]
    public async Task Excludes_are_globs_and_a_thousand_at_most()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("InvalidValue", new UpdateAccount(s_alice, null, null, null, null, [.. Enumerable.Repeat("*.log", 1001)]));
        await store.Local.RefusedAsync("InvalidValue", new UpdateAccount(s_alice, null, null, null, null, ["[z-"]));
    }

    [Fact]
    public async Task What_is_not_given_stays_and_what_is_emptied_goes()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new UpdateAccount(s_alice, "alice@example.com", 7, AccountType.Reseller, ["example.com"], ["/tmp/"]));

        Account kept = await store.Local.DoAsync(new UpdateAccount(s_alice, null, null, null, null, null));
        Account emptied = await store.Local.DoAsync(new UpdateAccount(s_alice, "", -1, null, [], []));

        Assert.Equal(("alice@example.com", 7, AccountType.Reseller), (kept.Email, kept.MaxOnDemand, kept.Type));
        Assert.Equal(["example.com"], kept.Domains);
        Assert.Equal(["/tmp/"], kept.Excludes);
        Assert.Equal((null, null, AccountType.Reseller), (emptied.Email, emptied.MaxOnDemand, emptied.Type));
        Assert.Empty(emptied.Domains);
        Assert.Empty(emptied.Excludes);
    }

    [Fact]
    public async Task Nobody_makes_themselves_an_owner()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient backup = await store.SignInAsync("backup", ["BackupAdministrator", "AccountOwner"], "web01");
        await using LocalClient admin = await store.SignInAsAdministratorAsync();

        await backup.RefusedAsync("AccessDenied", new SetAccountOwner(s_alice, new UserReference("backup")));
        await admin.RefusedAsync("AccessDenied", new SetAccountOwner(s_alice, new UserReference("root-admin")));
        Assert.Equal("root-admin", (await backup.DoAsync(new SetAccountOwner(s_alice, new UserReference("root-admin")))).Owner);
    }

    [Fact]
    public async Task An_owner_reaches_own_accounts_whatever_the_grants_say()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("owner")));

        Assert.Equal(["web01/alice"], (await owner.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Select(account => account.Path));
        Account changed = await owner.DoAsync(new UpdateOwnAccount(s_alice, "owner@example.com", ["/cache/"]));
        Assert.Equal(("owner@example.com", "owner"), (changed.Email, changed.Owner));
        await owner.RefusedAsync("AccessDenied", new UpdateAccount(s_alice, null, 5, null, null, null));
        await owner.RefusedAsync("NotFound", new UpdateOwnAccount(new AccountReference("bob"), null, null));
    }

    [Fact]
    public async Task A_removed_owner_leaves_the_account_without_one()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("owner", ["AccountOwner"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("owner")));

        await store.Local.DoAsync(new RemoveUser(new UserReference("owner")));

        Assert.Null(Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Owner);
    }

    [Fact]
    public async Task A_name_is_ambiguous_among_what_the_caller_sees_and_unique_with_its_connector()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "alice");
        await using LocalClient one = await store.SignInAsync("one", ["Operator"], "web01");
        await using LocalClient both = await store.SignInAsync("both", ["Operator"], "web01", "web02");
        UpdateAccount bare = new(s_alice, null, null, null, null, null);

        Assert.Equal("web01/alice", (await one.DoAsync(bare)).Path);
        EngineException ambiguous = await both.RefusedAsync("AmbiguousName", bare);
        Assert.Equal("There are several accounts \"alice\": web01/alice, web02/alice.", ambiguous.Message);
        Assert.Equal("web02/alice", (await both.DoAsync(bare with { Account = new AccountReference("WEB02/alice") })).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("web01/")]
    [InlineData("/alice")]
    [InlineData("web01/alice/")]
    [InlineData("web01//alice")]
    [InlineData("ALICE")]
    [InlineData("%")]
    [InlineData("*")]
    [InlineData("01999999-0000-7000-8000-000000000000")]
    public async Task A_name_that_is_no_accounts_is_not_found(string name)
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("NotFound", new UpdateAccount(new AccountReference(name), null, null, null, null, null));
    }

    [Fact]
    public async Task Accounts_are_listed_by_patterns_of_name_connector_and_owner()
    {
        await using Store store = await Store.CreateAsync("alice", "anna", "bob");
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("bob"), new UserReference("root-admin")));

        Assert.Equal(["alice", "anna"], await NamesAsync(["a*"], [], []));
        Assert.Equal(["anna", "bob"], await NamesAsync(["web01/b?b", "anna"], [], []));
        Assert.Equal(["alice", "anna", "bob"], await NamesAsync([], ["WEB*"], []));
        Assert.Equal(["bob"], await NamesAsync([], [], ["root-*"]));
        Assert.Equal(["alice", "anna"], await NamesAsync(["[a-a]*"], [], []));

        async Task<IEnumerable<string>> NamesAsync(string[] names, string[] connectors, string[] owners) =>
            (await store.Local.ListAsync(new ListAccounts(names, connectors, owners, AccountPresence.Live))).Select(account => account.Name);
    }
}
