using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.Tests.Audit;

/// <summary>What can't be written into the audit log doesn't happen.</summary>
public sealed class UnwritableTests
{
    private const string Refuse = "CREATE TRIGGER refuse BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'the log is full'); END";

    [Fact]
    public async Task A_change_is_rolled_back()
    {
        await using Store store = await Store.CreateAsync();
        store.Tamper(Refuse);

        await Assert.ThrowsAsync<SqliteException>(() => store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null)));

        Assert.DoesNotContain(await store.Local.ListAsync(new ListUsers([])), user => user.Name == "jane");
    }

    [Fact]
    public async Task Backup_data_is_not_read()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));
        store.Tamper(Refuse);

        await Assert.ThrowsAsync<SqliteException>(() => store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup.Id.ToString()), BackupItem.HomeDirectory, "", BrowseDepth.Children)));
        await Assert.ThrowsAsync<SqliteException>(() => store.Local.DoAsync(new ExportEncryptionKey(new AccountReference("web01/alice"))));
    }

    [Fact]
    public async Task Work_is_not_begun()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Tamper(Refuse);

        await Assert.ThrowsAsync<SqliteException>(() => store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), [])));

        Assert.False(Directory.Exists(Path.Combine(store.StatePath, "repositories")));
    }

    [Fact]
    public async Task Nobody_signs_in()
    {
        await using Store store = await Store.CreateAsync();
        store.Tamper(Refuse);

        await Assert.ThrowsAsync<SqliteException>(store.SignInAsAdministratorAsync);
    }

    [Fact]
    public async Task A_refusal_stays_one()
    {
        await using Store store = await Store.CreateAsync("alice");
        LocalClient support = await store.SignInAsync("jane", ["Viewer"], "web01");
        store.Tamper(Refuse);

        await Assert.ThrowsAsync<SqliteException>(() => support.DoAsync(new RemoveConnector(new ConnectorReference("web01"))));

        Assert.Contains(await store.Local.ListAsync(new ListConnectors([])), connector => connector.Name == "web01");
    }
}
