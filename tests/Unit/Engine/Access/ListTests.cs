using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Lists hold exactly what the decision allows, item by item.</summary>
public sealed class ListTests
{
    private static readonly string[] s_connectors = ["web01", "web02", "web03"];

    [Theory]
    [InlineData("Administrator")]
    [InlineData("Viewer")]
    [InlineData("BackupAdministrator")]
    [InlineData("ComplianceAdministrator")]
    [InlineData("LimitedSupport")]
    [InlineData("Audit")]
    [InlineData("SsoAdministrator")]
    [InlineData("AccountOwner")]
    public async Task A_list_holds_what_asking_for_each_item_allows(string role)
    {
        await using Store store = await ThreeConnectorsAsync();
        await using LocalClient jane = await store.SignInAsync("jane", [role], HasGrantedReach(role) ? ["web01"] : []);
        if (role == "AccountOwner")
        {
            await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web02/bob"), new UserReference("jane")));
        }

        Assert.Equal(await AllowedAsync(store, "listAccounts"), await NamesAsync(jane, new ListAccounts([], [], [], AccountPresence.Live), account => account.Path));
        Assert.Equal(await AllowedAsync(store, "listBackups"), await NamesAsync(jane, new ListBackups([], [], null, null, null, null, null), backup => backup.Account));
        Assert.Equal(
            await AllowedConnectorsAsync(store),
            (await ItemsAsync(jane, new ListConnectors([]))).Where(connector => !connector.Restricted).Select(connector => connector.Name));
    }

    [Fact]
    public async Task A_connector_out_of_a_granted_reach_shows_its_name_and_nothing_else()
    {
        await using Store store = await ThreeConnectorsAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"], "web01");

        List<Connector> connectors = await jane.ListAsync(new ListConnectors([]));

        Assert.Equal([("web01", false), ("web02", true), ("web03", true)], connectors.Select(connector => (connector.Name, connector.Restricted)));
        Assert.All(connectors.Skip(1), connector => Assert.Equal(new Connector { Id = null, Name = connector.Name, Restricted = true }, connector));
    }

    [Fact]
    public async Task A_fixed_or_owners_reach_sees_nothing_faded()
    {
        await using Store store = await ThreeConnectorsAsync();
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await using LocalClient compliance = await store.SignInAsync("compliance", ["ComplianceAdministrator"]);

        Assert.Empty(await owner.ListAsync(new ListConnectors([])));
        Assert.Equal(s_connectors, (await compliance.ListAsync(new ListConnectors([]))).Where(one => !one.Restricted).Select(one => one.Name));
    }

    [Fact]
    public async Task A_grant_ends_by_the_clock_and_the_connector_fades()
    {
        await using Store store = await ThreeConnectorsAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        await store.Local.DoAsync(new GrantConnector(new UserReference("jane"), new ConnectorReference("web01"), store.Clock.GetUtcNow().AddHours(1)));
        Assert.Single(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));

        store.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Assert.All(await jane.ListAsync(new ListConnectors([])), connector => Assert.True(connector.Restricted));
    }

    private static async Task<Store> ThreeConnectorsAsync()
    {
        Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "two"), ConnectorOrigin.New, "alice", "bob");
        await store.AddConnectorAsync("web03", Path.Combine(store.Root, "three"), ConnectorOrigin.New, "carol");
        foreach (string account in new[] { "web01/alice", "web02/alice", "web02/bob", "web03/carol" })
        {
            store.InsertBackup(account);
        }

        return store;
    }

    private static bool HasGrantedReach(string role) =>
        BuiltInAccess.Current.FindRole(role)!.Connectors == ConnectorReach.Granted;

    private static async Task<IReadOnlyList<string>> AllowedAsync(Store store, string operation)
    {
        List<string> allowed = [];
        foreach (Account account in await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)))
        {
            TestAccess question = new(new UserReference("jane"), operation, null, new AccountReference(account), null);
            if ((await store.Local.DoAsync(question)).Allowed)
            {
                allowed.Add(account.Path);
            }
        }

        return allowed;
    }

    private static async Task<IReadOnlyList<string>> AllowedConnectorsAsync(Store store)
    {
        List<string> allowed = [];
        foreach (string connector in s_connectors)
        {
            TestAccess question = new(new UserReference("jane"), "listConnectors", new ConnectorReference(connector), null, null);
            if ((await store.Local.DoAsync(question)).Allowed)
            {
                allowed.Add(connector);
            }
        }

        return allowed;
    }

    /// <summary>A list that a role may not ask for at all is as good as empty.</summary>
    private static async Task<List<TItem>> ItemsAsync<TItem>(LocalClient client, IOperation<IAsyncEnumerable<TItem>> request)
    {
        try
        {
            return await client.ListAsync(request);
        }
        catch (AccessDeniedException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync<TItem>(LocalClient client, IOperation<IAsyncEnumerable<TItem>> request, Func<TItem, string> nameOf) =>
        [.. (await ItemsAsync(client, request)).Select(nameOf).Order(StringComparer.Ordinal)];
}
