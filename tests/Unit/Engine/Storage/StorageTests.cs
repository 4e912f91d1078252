using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Tests.Storage;

public sealed class StorageTests
{
    [Fact]
    public async Task The_default_storage_lies_below_the_state_and_stays_as_it_is()
    {
        await using Store store = await Store.CreateAsync("alice");

        BackupStorage only = Assert.Single(await store.Local.ListAsync(new ListStorage([])));

        Assert.Equal(("default", Path.Combine(store.StatePath, "repositories"), 1), (only.Name, only.Location, only.Connectors));
        await store.Local.RefusedAsync("BuiltIn", new UpdateStorage("Default", StorageMode.ReadOnly, null, null, null));
        await store.Local.RefusedAsync("BuiltIn", new RemoveStorage("default"));
        await store.Local.RefusedAsync("AlreadyExists", Create(store, "DEFAULT"));
    }

    [Fact]
    public async Task A_storage_is_created_listed_changed_and_removed()
    {
        await using Store store = await Store.CreateAsync();
        BackupStorage made = await store.Local.DoAsync(Create(store, "Vault") with { UploadLimit = 1000, Retries = 2 });

        Assert.Equal(("Vault", StorageKind.Folder, StorageMode.ReadWrite, 1000L, null, 2), (made.Name, made.Kind, made.Mode, made.UploadLimit, made.DownloadLimit, made.Retries));
        Assert.Equal(["default", "Vault"], (await store.Local.ListAsync(new ListStorage([]))).Select(storage => storage.Name));
        Assert.Equal(made, Assert.Single(await store.Local.ListAsync(new ListStorage(["vau*"]))));

        BackupStorage changed = await store.Local.DoAsync(new UpdateStorage("VAULT", StorageMode.ReadOnly, UploadLimit: 0, DownloadLimit: 500, Retries: null));
        Assert.Equal(made with { Mode = StorageMode.ReadOnly, UploadLimit = null, DownloadLimit = 500 }, changed);

        await store.Local.DoAsync(new RemoveStorage("vault"));
        Assert.Single(await store.Local.ListAsync(new ListStorage([])));
        Assert.True(Directory.Exists(made.Location));
    }

    [Fact]
    public async Task Every_change_of_a_storage_is_in_the_audit_log()
    {
        await using Store store = await Store.CreateAsync();
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(Create(store, "vault"));
        await store.Local.DoAsync(new UpdateStorage("vault", null, null, null, Retries: 1));
        await store.Local.DoAsync(new TestStorage("vault"));
        await store.Local.DoAsync(new RemoveStorage("vault"));

        Assert.Equal(
            ["createStorage", "updateStorage", "testStorage", "testStorage", "removeStorage"],
            (await store.AuditAsync(before)).Where(one => one.ObjectName == "vault").Select(one => one.Operation));
    }

    [Fact]
    public async Task The_repositories_of_a_connector_s_accounts_lie_in_its_storage()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(Create(store, "vault"));
        await AddConnectorAsync(store, "VAULT", "alice");

        Backup backup = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));

        BackupStorage vault = Assert.Single(await store.Local.ListAsync(new ListStorage(["vault"])));
        Assert.Equal((1, 1), (vault.Connectors, vault.Repositories));
        Assert.Equal("vault", Assert.Single(await store.Local.ListAsync(new ListConnectors([]))).Storage);
        ExportedKey key = await store.Local.DoAsync(new ExportEncryptionKey(new AccountReference("web01/alice")));
        Assert.Equal(vault.Location, Path.GetDirectoryName(key.Repository));
        Assert.True(File.Exists(Path.Combine(key.Repository, "config")));
        Assert.NotEmpty(await store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup.Id.ToString()), BackupItem.HomeDirectory, "", BrowseDepth.All)));
        Assert.False(Directory.Exists(Path.Combine(store.StatePath, "repositories")));
    }

    [Fact]
    public async Task A_storage_that_is_used_is_not_removed()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(Create(store, "vault"));
        await AddConnectorAsync(store, "vault", "alice");
        await store.Local.RefusedAsync("StorageInUse", new RemoveStorage("vault"));

        await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));
        await store.Local.DoAsync(new RemoveConnector(new ConnectorReference("web01")));

        await store.Local.RefusedAsync("StorageInUse", new RemoveStorage("vault"));
    }

    [Fact]
    public async Task A_read_only_storage_is_restored_from_and_not_backed_up_into()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(Create(store, "vault"));
        await AddConnectorAsync(store, "vault", "alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));
        await store.Local.DoAsync(new UpdateStorage("vault", StorageMode.ReadOnly, null, null, null));
        store.Write("alice", "public_html/index.php", "changed");
        string[] before = FilesOf(store);

        await store.Local.RefusedAsync("StorageReadOnly", new BackupAccount(new AccountReference("web01/alice"), []));
        await store.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup.Id.ToString()), [], [])));

        Assert.Equal("<?php // alice", store.Read("alice", "public_html/index.php"));
        Assert.Equal(before, FilesOf(store));
    }

    [Fact]
    public async Task A_storage_whose_folder_is_gone_takes_no_backup_in_its_place()
    {
        await using Store store = await Store.CreateAsync();
        string path = (await store.Local.DoAsync(Create(store, "vault"))).Location;
        await AddConnectorAsync(store, "vault", "alice");
        Directory.Delete(path);

        await store.Local.RefusedAsync("StorageFailed", new BackupAccount(new AccountReference("web01/alice"), []));

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task A_test_says_that_every_call_works_and_leaves_nothing()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(Create(store, "vault"));

        StorageTest test = await store.Local.DoAsync(new TestStorage("vault"));

        Assert.True(test.Passed);
        Assert.Equal(["put", "stat", "read", "list", "delete"], test.Steps.Select(step => $"{step}"));
        Assert.True(test is { UploadRate: > 0, DownloadRate: > 0 });
        Assert.Empty(Directory.GetFileSystemEntries(test.Location));
    }

    [Fact]
    public async Task A_test_of_a_read_only_storage_writes_nothing()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(Create(store, "vault") with { Mode = StorageMode.ReadOnly });

        StorageTest test = await store.Local.DoAsync(new TestStorage("vault"));

        Assert.True(test.Passed);
        Assert.Equal(["list"], test.Steps.Select(step => step.Call));
        Assert.Null(test.UploadRate);
    }

    [Theory]
    [InlineData(StorageCalls.Put, "put delete")]
    [InlineData(StorageCalls.GetRange, "put stat read delete")]
    [InlineData(StorageCalls.List, "put stat read list delete")]
    [InlineData(StorageCalls.Delete, "put stat read list delete")]
    public async Task A_test_names_the_call_that_failed_and_clears_up_after_it(StorageCalls failing, string steps)
    {
        await using Store store = await Store.CreateAsync();
        LocalStorage folder = new(Path.Combine(store.Root, "vault"));
        StorageProbe probe = new(new FaultyStorage(folder, StorageFault.Before(1) with { Of = failing }), store.Clock, size: 1000);

        await probe.WriteAndReadAsync(CancellationToken.None);

        Assert.Equal(steps.Split(' '), probe.Steps.Select(step => step.Call));
        StorageTestStep failed = Assert.Single(probe.Steps, step => step.Problem is not null);
        Assert.Contains("made to fail", failed.Problem!, StringComparison.Ordinal);
        Assert.Equal(failing == StorageCalls.Delete, await folder.ListAsync(ObjectKind.Pack, CancellationToken.None).AnyAsync());
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/etc/backups")]
    [InlineData("/srv")]
    [InlineData("/nowhere/at/all")]
    public async Task A_folder_that_is_the_system_s_or_is_not_there_is_no_storage(string path)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", Create(store, "vault") with { Path = path });
    }

    [Fact]
    public async Task A_storage_is_apart_from_the_state_from_connectors_and_from_storages_and_they_from_it()
    {
        await using Store store = await Store.CreateAsync("alice");
        CreateStorage vault = Create(store, "vault");
        await store.Local.DoAsync(vault);

        foreach (string path in new[] { store.AccountsPath, Path.Combine(store.AccountsPath, "alice"), store.StatePath, store.Root, vault.Path, Below(vault.Path) })
        {
            await store.Local.RefusedAsync("Conflict", vault with { Name = "other", Path = path });
        }

        await store.Local.RefusedAsync("Conflict", new CreateConnector("web02", ConnectorKind.Folder, Below(vault.Path), null, ConnectorOrigin.New));
    }

    [Fact]
    public async Task A_link_and_a_folder_that_everybody_writes_in_are_no_storage()
    {
        await using Store store = await Store.CreateAsync();
        CreateStorage vault = Create(store, "vault");
        string link = Path.Combine(store.Root, "link");
        Directory.CreateSymbolicLink(link, vault.Path);
        await store.Local.RefusedAsync("InvalidValue", vault with { Path = link });

        if (!OperatingSystem.IsWindows())
        {
            string below = Below(vault.Path);
            File.SetUnixFileMode(vault.Path, File.GetUnixFileMode(vault.Path) | UnixFileMode.OtherWrite);
            await store.Local.RefusedAsync("InvalidValue", vault);
            await store.Local.RefusedAsync("InvalidValue", vault with { Path = below });
        }
    }

    [Theory]
    [InlineData(-1L, null, null)]
    [InlineData(null, -1L, null)]
    [InlineData(null, null, -1)]
    [InlineData(null, null, 101)]
    public async Task Limits_and_retries_are_bounded(long? upload, long? download, int? retries)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", Create(store, "vault") with { UploadLimit = upload, DownloadLimit = download, Retries = retries });
        await store.Local.RefusedAsync("InvalidValue", new UpdateStorage("default", null, upload, download, retries));
    }

    [Fact]
    public async Task Changing_a_storage_needs_reach_over_everything_that_uses_it()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(Create(store, "vault"));
        await store.Local.DoAsync(new CreateRole("Keeper", ["STORAGE_ADMIN"], ConnectorReach.Granted, Engine.Access.ProfileReach.None, AccountReach.None));
        await using LocalClient jane = await store.SignInAsync("jane", ["Keeper"]);
        await jane.DoAsync(new UpdateStorage("vault", null, null, null, Retries: 1));
        await AddConnectorAsync(store, "vault", "alice");

        await jane.RefusedAsync("AccessDenied", new UpdateStorage("vault", StorageMode.ReadOnly, null, null, null));
        await jane.RefusedAsync("AccessDenied", new RemoveStorage("vault"));
        await jane.RefusedAsync("AccessDenied", Create(store, "mine"));

        await store.Local.DoAsync(new GrantConnector(new UserReference("jane"), new ConnectorReference("web01"), Until: null));
        await jane.DoAsync(new UpdateStorage("vault", StorageMode.ReadOnly, null, null, null));
    }

    private static CreateStorage Create(Store store, string name)
    {
        string path = Directory.CreateDirectory(Path.Combine(store.Root, name)).FullName;
        return new CreateStorage(name, StorageKind.Folder, path, StorageMode.ReadWrite, null, null, null);
    }

    private static async Task AddConnectorAsync(Store store, string storage, string account)
    {
        store.Write(account, "public_html/index.php", $"<?php // {account}");
        await store.Local.DoAsync(new CreateConnector("web01", ConnectorKind.Folder, store.AccountsPath, storage, ConnectorOrigin.New));
        await store.Local.DoAsync(new SynchronizeConnector(new ConnectorReference("web01")));
    }

    private static string Below(string path) => Directory.CreateDirectory(Path.Combine(path, "below")).FullName;

    private static string[] FilesOf(Store store) => Directory.GetFiles(Path.Combine(store.Root, "vault"), "*", SearchOption.AllDirectories);
}
