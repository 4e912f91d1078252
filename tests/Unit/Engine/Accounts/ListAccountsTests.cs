using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Accounts;

public sealed class ListAccountsTests
{
    [Theory]
    [InlineData("w*", "webmail")]
    [InlineData("web01/*", "Alice,alice,webmail")]
    [InlineData("WEB01/alice", "alice")]
    [InlineData("alice", "alice")]
    [InlineData("al*", "Alice,alice")]
    [InlineData("ALICE", "")]
    [InlineData("we?01/[a]lice", "Alice,alice")]
    public async Task A_pattern_without_slash_is_of_the_name_alone_and_a_literal_name_is_exact(string pattern, string expected)
    {
        await using Store store = await Store.CreateAsync("alice", "Alice", "webmail");

        Assert.Equal(expected, string.Join(',', (await ListAsync(store, pattern)).Select(account => account.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task An_account_is_listed_by_its_whole_id_only()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Account alice = Assert.Single(await ListAsync(store, "alice"));

        Assert.Equal(alice.Id, Assert.Single(await ListAsync(store, $"{alice.Id}")).Id);
        Assert.Empty(await ListAsync(store, $"{alice.Id}"[..8] + "*"));
    }

    [Fact]
    public async Task Backups_are_listed_by_the_rules_of_accounts()
    {
        await using Store store = await Store.CreateAsync("alice", "webmail");
        await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        await store.Local.DoAsync(new BackupAccount(new AccountReference("webmail"), []));

        Backup found = Assert.Single(await store.Local.ListAsync(new ListBackups(["w*"], [], null, null, null, null, null)));
        Assert.Equal("web01/webmail", found.Account);
    }

    [Fact]
    public async Task Users_and_connectors_are_listed_by_name_or_id()
    {
        await using Store store = await Store.CreateAsync("alice");
        User user = Assert.Single(await store.Local.ListAsync(new ListUsers(["ROOT-admin"])));
        Connector connector = Assert.Single(await store.Local.ListAsync(new ListConnectors(["WEB01"])));

        Assert.Equal(user.Name, Assert.Single(await store.Local.ListAsync(new ListUsers([$"{user.Id}"]))).Name);
        Assert.Equal(connector.Name, Assert.Single(await store.Local.ListAsync(new ListConnectors([$"{connector.Id}"]))).Name);
        Assert.Empty(await store.Local.ListAsync(new ListUsers([$"{user.Id}"[..8] + "*"])));
    }

    [Fact]
    public async Task A_user_tells_when_each_role_ends()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(1);
        await store.Local.DoAsync(new AssignRole(new UserReference("jane"), "Audit", end));

        User jane = Assert.Single(await store.Local.ListAsync(new ListUsers(["jane"])));
        Assert.Equal([new UserRole("Audit", end), new UserRole("Viewer", null)], jane.Assignments.OrderBy(role => role.Name, StringComparer.Ordinal));
    }

    private static Task<List<Account>> ListAsync(Store store, string pattern) =>
        store.Local.ListAsync(new ListAccounts([pattern], [], [], AccountPresence.Live));
}
