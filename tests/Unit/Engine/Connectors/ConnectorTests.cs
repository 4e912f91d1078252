using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Connectors;

public sealed class ConnectorTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative/path")]
    [InlineData("./here")]
    [InlineData("/etc")]
    [InlineData("/etc/")]
    [InlineData("/usr/share")]
    [InlineData("/proc/self")]
    [InlineData("/")]
    [InlineData("/home")]
    [InlineData("/srv/../etc")]
    [InlineData("/root")]
    [InlineData("/no/such/folder")]
    [InlineData("/tmp/a\0b")]
    public async Task A_path_that_can_not_be_a_connectors_is_refused(string? path)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", Create("web01", path));
    }

    [Fact]
    public async Task A_path_through_a_link_is_refused()
    {
        await using Store store = await Store.CreateAsync();
        Directory.CreateDirectory(Path.Combine(store.Root, "real", "below"));
        Directory.CreateSymbolicLink(Path.Combine(store.Root, "link"), Path.Combine(store.Root, "real"));

        await store.Local.RefusedAsync("InvalidValue", Create("web01", Path.Combine(store.Root, "link")));
        await store.Local.RefusedAsync("InvalidValue", Create("web01", Path.Combine(store.Root, "link", "below")));
    }

    [Fact]
    public async Task A_file_is_no_connector()
    {
        await using Store store = await Store.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Root, "file"), "x");

        await store.Local.RefusedAsync("InvalidValue", Create("web01", Path.Combine(store.Root, "file")));
    }

    [Fact]
    public async Task Connectors_never_overlap_each_other_or_the_state()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("Conflict", Create("same", store.AccountsPath));
        await store.Local.RefusedAsync("Conflict", Create("slash", store.AccountsPath + "/"));
        await store.Local.RefusedAsync("Conflict", Create("below", Path.Combine(store.AccountsPath, "alice")));
        await store.Local.RefusedAsync("Conflict", Create("above", store.Root));
        await store.Local.RefusedAsync("Conflict", Create("state", store.StatePath));
        Directory.CreateDirectory(store.AccountsPath + "2");
        await store.Local.DoAsync(Create("beside", store.AccountsPath + "2"));
    }

    [Fact]
    public async Task A_name_is_taken_once_in_any_case_and_free_again_after_removal()
    {
        await using Store store = await Store.CreateAsync("alice");
        string other = Path.Combine(store.Root, "other");
        Directory.CreateDirectory(other);

        await store.Local.RefusedAsync("AlreadyExists", Create("WEB01", other));
        await store.Local.DoAsync(new RemoveConnector(new ConnectorReference("web01")));
        Connector second = await store.Local.DoAsync(Create("web01", other));

        Assert.Equal(0, second.Accounts);
        Assert.Empty(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
    }

    [Fact]
    public async Task Removing_a_connector_leaves_orphans_that_only_administrators_see()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient backup = await store.SignInAsync("backup", ["BackupAdministrator"], "web01");
        await using LocalClient owner = await store.SignInAsync("owner", ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));
        Backup made = await backup.DoAsync(new BackupAccount(new AccountReference("alice"), []));

        await backup.DoAsync(new RemoveConnector(new ConnectorReference("web01")));

        await using LocalClient admin = await store.SignInAsAdministratorAsync();
        Account orphan = Assert.Single(await admin.ListAsync(new ListAccounts([], [], [], AccountPresence.Orphan)));
        Assert.Equal((made.AccountId, true, 1), (orphan.Id, orphan.Orphan, orphan.Backups));
        Assert.Single(await admin.ListAsync(new ListBackupFiles(new BackupReference(made), BackupItem.HomeDirectory, "", BrowseDepth.Children)));
        foreach (LocalClient other in new[] { backup, owner })
        {
            Assert.Empty(await other.ListAsync(new ListAccounts([], [], [], AccountPresence.Orphan)));
            Assert.Empty(await other.ListAsync(new ListBackups([], [], null, null, null, null, null)));
            await other.RefusedAsync("NotFound", new GetBackup(new BackupReference(made)));
        }
    }

    [Fact]
    public async Task A_connector_made_anew_under_an_old_name_gives_old_grants_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"], "web01");
        await store.Local.DoAsync(new RemoveConnector(new ConnectorReference("web01")));

        await store.AddConnectorAsync("web01", store.AccountsPath, ConnectorOrigin.New);

        Assert.Empty(await jane.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));
        Assert.Empty(await store.Local.ListAsync(new ListConnectorGrants([], [])));
    }

    [Theory]
    [InlineData("Operator")]
    [InlineData("BackupAdministrator")]
    public async Task Nobody_but_an_administrator_names_folders_to_be_read_while_none_are_set_aside(string role)
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", [role], "web01");
        string folder = Path.Combine(store.Root, "mine");
        Directory.CreateDirectory(folder);

        await jane.RefusedAsync("AccessDenied", Create("mine", folder));
    }

    [Fact]
    public async Task A_storage_that_is_not_there_is_refused()
    {
        await using Store store = await Store.CreateAsync();
        Directory.CreateDirectory(store.AccountsPath);

        await store.Local.RefusedAsync("NotFound", new CreateConnector("web01", ConnectorKind.Folder, store.AccountsPath, "elsewhere", ConnectorOrigin.New));
    }

    private static CreateConnector Create(string name, string? path) => new(name, ConnectorKind.Folder, path, Storage: null, ConnectorOrigin.New);
}
