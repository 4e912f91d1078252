using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Connectors;

/// <summary>A legacy connector is open to every granted reach until its access is first restricted.</summary>
public sealed class LegacyTests
{
    private static readonly ConnectorReference s_old = new("old");
    private static readonly ListAccounts s_accounts = new([], [], [], AccountPresence.Live);

    [Fact]
    public async Task A_legacy_connector_is_open_to_a_granted_reach_and_to_no_other()
    {
        await using Store store = await LegacyAsync();
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"]);
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);

        Assert.Single(await viewer.ListAsync(s_accounts));
        Assert.Empty(await owner.ListAsync(s_accounts));
    }

    [Fact]
    public async Task A_grant_on_a_legacy_connector_restricts_nobody()
    {
        await using Store store = await LegacyAsync();
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"]);
        await using LocalClient granted = await store.SignInAsync("granted", ["Viewer"]);

        await store.Local.DoAsync(new GrantConnector(new UserReference("granted"), s_old, null));

        Assert.Single(await viewer.ListAsync(s_accounts));
        Assert.Single(await granted.ListAsync(s_accounts));
    }

    [Fact]
    public async Task The_first_revoke_turns_the_access_of_those_there_into_grants_and_gives_later_users_none()
    {
        await using Store store = await LegacyAsync();
        await using LocalClient kept = await store.SignInAsync("kept", ["Viewer"]);
        await using LocalClient passing = await store.SignInAsync("passing", ["Viewer"]);
        await using LocalClient revoked = await store.SignInAsync("revoked", ["Viewer"]);
        await store.Local.DoAsync(new GrantConnector(new UserReference("passing"), s_old, store.Clock.GetUtcNow().AddHours(1)));

        await store.Local.DoAsync(new RevokeConnector(new UserReference("revoked"), s_old));

        await using LocalClient later = await store.SignInAsync("later", ["Viewer"]);
        store.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Single(await kept.ListAsync(s_accounts));
        Assert.Single(await passing.ListAsync(s_accounts));
        Assert.Empty(await revoked.ListAsync(s_accounts));
        Assert.Empty(await later.ListAsync(s_accounts));
        Assert.False(Assert.Single(await store.Local.ListAsync(new ListConnectors(["old"]))).Legacy);
    }

    [Fact]
    public async Task The_first_revoke_keeps_the_access_of_the_disabled_and_the_expired_and_gives_none_to_ended_or_other_roles()
    {
        await using Store store = await LegacyAsync();
        DateTimeOffset soon = store.Clock.GetUtcNow().AddHours(1);
        await store.Local.DoAsync(new CreateUser("disabled", ["Viewer"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new DisableUser(new UserReference("disabled")));
        await store.Local.DoAsync(new CreateUser("expired", ["Viewer"], ConsoleAccess.Off, null, soon));
        await store.Local.DoAsync(new CreateUser("ended", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new AssignRole(new UserReference("ended"), "Viewer", soon));
        await store.Local.DoAsync(new CreateUser("fixed", ["Audit"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateUser("revoked", ["Viewer"], ConsoleAccess.Off, null, null));
        store.Clock.Advance(TimeSpan.FromHours(2));

        await store.Local.DoAsync(new RevokeConnector(new UserReference("revoked"), s_old));

        Assert.Equal(["disabled", "expired"], (await store.Local.ListAsync(new ListConnectorGrants([], []))).Select(grant => grant.User).Order());
    }

    [Fact]
    public async Task A_refused_revoke_restricts_nothing()
    {
        await using Store store = await LegacyAsync();
        await store.Local.DoAsync(new CreateUser("none", [], ConsoleAccess.Off, null, null));

        await store.Local.RefusedAsync("NotFound", new RevokeConnector(new UserReference("none"), s_old));

        Assert.True(Assert.Single(await store.Local.ListAsync(new ListConnectors(["old"]))).Legacy);
        Assert.Empty(await store.Local.ListAsync(new ListConnectorGrants([], [])));
    }

    [Fact]
    public async Task A_second_revoke_takes_one_grant_and_no_more()
    {
        await using Store store = await LegacyAsync();
        await using LocalClient first = await store.SignInAsync("first", ["Viewer"]);
        await using LocalClient second = await store.SignInAsync("second", ["Viewer"]);
        await store.Local.DoAsync(new RevokeConnector(new UserReference("first"), s_old));
        await using LocalClient later = await store.SignInAsync("later", ["Viewer"]);

        await store.Local.RefusedAsync("NotFound", new RevokeConnector(new UserReference("later"), s_old));
        await store.Local.RefusedAsync("NotFound", new RevokeConnector(new UserReference("first"), s_old));

        Assert.Single(await second.ListAsync(s_accounts));
        Assert.Empty(await later.ListAsync(s_accounts));
    }

    private static async Task<Store> LegacyAsync()
    {
        Store store = await Store.CreateAsync();
        await store.AddConnectorAsync("old", store.AccountsPath, ConnectorOrigin.Legacy, "alice");
        return store;
    }
}
