using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Connectors;

/// <summary>Connectors of others than Administrator lie below the folders set aside for them.</summary>
public sealed class ConnectorRootTests
{
    [Theory]
    [InlineData("Operator")]
    [InlineData("BackupAdministrator")]
    public async Task Who_creates_a_connector_through_a_granted_reach_is_granted_it(string role)
    {
        await using Store store = await Store.CreateAsync("alice");
        string folder = await SetAsideAsync(store, "mine");
        await using LocalClient jane = await store.SignInAsync("jane", [role]);
        await using LocalClient other = await store.SignInAsync("other", [role]);

        await jane.DoAsync(Create(folder));
        await jane.DoAsync(new SynchronizeConnector(new ConnectorReference("mine")));

        Assert.Equal(["mine"], (await jane.ListAsync(new ListConnectors([]))).Where(one => !one.Restricted).Select(one => one.Name));
        Assert.All(await other.ListAsync(new ListConnectors([])), one => Assert.True(one.Restricted));
        ConnectorGrant grant = Assert.Single(await store.Local.ListAsync(new ListConnectorGrants([], ["mine"])));
        Assert.Equal(("jane", true, null), (grant.User, grant.InEffect, grant.Until));
        Assert.Equal("given to its creator", (await store.AuditAsync()).Last(told => told.Operation == "createConnector").Reason);
    }

    [Fact]
    public async Task Who_creates_a_connector_through_a_custom_role_is_granted_it_and_one_that_reaches_none_creates_none()
    {
        await using Store store = await Store.CreateAsync();
        string folder = await SetAsideAsync(store, "mine");
        await store.Local.DoAsync(new CreateRole("Granted", ["CONNECTOR_ADMIN", "VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await store.Local.DoAsync(new CreateRole("None", ["CONNECTOR_ADMIN"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient none = await store.SignInAsync("none", ["None"]);
        await using LocalClient granted = await store.SignInAsync("granted", ["Granted"]);

        await none.RefusedAsync("AccessDenied", Create(folder));
        await granted.DoAsync(Create(folder));

        Assert.False(Assert.Single(await granted.ListAsync(new ListConnectors([]))).Restricted);
    }

    [Fact]
    public async Task A_reach_over_all_connectors_needs_no_grant_on_what_it_creates()
    {
        await using Store store = await Store.CreateAsync();
        string folder = await SetAsideAsync(store, "mine");
        await store.Local.DoAsync(new CreateRole("All", ["CONNECTOR_ADMIN"], ConnectorReach.All, ProfileReach.None, AccountReach.None));
        await using LocalClient all = await store.SignInAsync("all", ["All"]);

        await all.DoAsync(Create(folder));

        Assert.Empty(await store.Local.ListAsync(new ListConnectorGrants([], [])));
    }

    [Fact]
    public async Task Nothing_is_created_outside_the_folders_set_aside_nor_at_them()
    {
        await using Store store = await Store.CreateAsync();
        string folder = await SetAsideAsync(store, "mine");
        string roots = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(roots + "2");
        await using LocalClient jane = await store.SignInAsync("jane", ["Operator"]);

        foreach (string? path in new[] { null, "", "relative", roots, roots + "/", roots + "2", store.Root, "/etc", "/no/such/folder", Path.Combine(folder, "..", "..", "state") })
        {
            EngineException refusal = await jane.RefusedAsync("AccessDenied", Create(path));
            Assert.Contains("set aside", refusal.Message, StringComparison.Ordinal);
        }

        await jane.RefusedAsync("InvalidValue", Create(Path.Combine(roots, "missing")));
    }

    [Fact]
    public async Task A_root_that_is_a_link_sets_aside_what_it_leads_to()
    {
        await using Store store = await Store.CreateAsync();
        string folder = await SetAsideAsync(store, "mine");
        string link = Path.Combine(store.Root, "link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(folder)!);
        await store.Local.DoAsync(new UpdateSetting("connectorRoots", [link]));
        await using LocalClient jane = await store.SignInAsync("jane", ["Operator"]);

        await jane.RefusedAsync("InvalidValue", Create(Path.Combine(link, "mine")));
        Assert.Equal(Path.GetDirectoryName(folder), ConnectorPath.RealPath(link));
        Assert.Equal(folder, ConnectorPath.RealPath(Path.Combine(link, "mine")));
        Assert.Null(ConnectorPath.RealPath(Path.Combine(link, "missing")));
    }

    [Fact]
    public async Task Linux_accounts_and_legacy_are_Administrators()
    {
        await using Store store = await Store.CreateAsync();
        string folder = await SetAsideAsync(store, "mine");
        await using LocalClient jane = await store.SignInAsync("jane", ["Operator"]);

        await jane.RefusedAsync("AccessDenied", new CreateConnector("linux", ConnectorKind.Linux, null, null, ConnectorOrigin.New));
        await jane.RefusedAsync("AccessDenied", Create(folder) with { Origin = ConnectorOrigin.Legacy });
    }

    [Fact]
    public async Task What_a_folder_overlaps_is_not_told_to_one_who_may_not_know_it()
    {
        await using Store store = await Store.CreateAsync();
        string folder = await SetAsideAsync(store, "mine");
        Directory.CreateDirectory(Path.Combine(folder, "below"));
        await store.AddConnectorAsync("secret", folder, ConnectorOrigin.New, "alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["Operator"]);

        EngineException refusal = await jane.RefusedAsync("Conflict", Create(Path.Combine(folder, "below")));

        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connector_is_renamed_and_keeps_its_grants_and_accounts()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "two"), ConnectorOrigin.New, "bob");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");

        await jane.RefusedAsync("AlreadyExists", Rename("web01", "WEB02"));
        await jane.RefusedAsync("AccessDenied", Rename("web02", "mine"));
        await jane.RefusedAsync("InvalidName", Rename("web01", "a/b"));
        Assert.Equal("Web01", (await jane.DoAsync(Rename("web01", "Web01"))).Name);
        await jane.DoAsync(Rename("web01", "shop"));

        Assert.Equal("shop/alice", Assert.Single(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live))).Path);
        await jane.RefusedAsync("NotFound", Rename("web01", "other"));
    }

    [Fact]
    public async Task A_connectors_path_is_Administrators_to_change_and_stays_apart_from_others()
    {
        await using Store store = await Store.CreateAsync("alice");
        string folder = await SetAsideAsync(store, "mine");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "two"), ConnectorOrigin.New, "bob");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        ConnectorReference web01 = new("web01");

        await jane.RefusedAsync("AccessDenied", new UpdateConnector(web01, null, folder, null));
        await store.Local.RefusedAsync("Conflict", new UpdateConnector(web01, null, Path.Combine(store.Root, "two"), null));
        await store.Local.RefusedAsync("InvalidValue", new UpdateConnector(web01, null, "/etc", null));
        Assert.Equal(Path.Combine(store.AccountsPath, "alice"), (await store.Local.DoAsync(new UpdateConnector(web01, null, Path.Combine(store.AccountsPath, "alice"), null))).Path);
        Assert.Equal(folder, (await store.Local.DoAsync(new UpdateConnector(web01, null, folder, null))).Path);
    }

    [Fact]
    public async Task A_connectors_storage_changes_until_its_first_backup()
    {
        await using Store store = await Store.CreateAsync("alice");
        ConnectorReference web01 = new("web01");
        string tape = Path.Combine(store.Root, "tape");
        Directory.CreateDirectory(tape);
        await store.Local.DoAsync(new Engine.Storage.CreateStorage("tape", Engine.Storage.StorageKind.Folder, tape, Engine.Storage.StorageMode.ReadWrite, null, null, null));

        Assert.Equal("tape", (await store.Local.DoAsync(new UpdateConnector(web01, null, null, "Tape"))).Storage);
        await store.Local.DoAsync(new Engine.Backups.BackupAccount(new AccountReference("alice"), []));

        await store.Local.RefusedAsync("Conflict", new UpdateConnector(web01, null, null, "default"));
        await store.Local.DoAsync(new UpdateConnector(web01, null, null, "tape"));
        await store.Local.RefusedAsync("NotFound", new UpdateConnector(web01, null, null, "nowhere"));
    }

    private static CreateConnector Create(string? path) => new("mine", ConnectorKind.Folder, path, Storage: null, ConnectorOrigin.New);

    private static UpdateConnector Rename(string connector, string name) => new(new ConnectorReference(connector), name, Path: null, Storage: null);

    /// <summary>Sets a folder aside for connectors of others, and makes one below it.</summary>
    private static async Task<string> SetAsideAsync(Store store, string name)
    {
        string folder = Path.Combine(store.Root, "roots", name);
        Directory.CreateDirectory(folder);
        await store.Local.DoAsync(new UpdateSetting("connectorRoots", [Path.GetDirectoryName(folder)!]));
        return folder;
    }
}
