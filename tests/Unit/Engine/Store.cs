using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests;

/// <summary>A state folder of its own, with folders for accounts beside it, gone with the test.</summary>
internal sealed class Store : IAsyncDisposable
{
    private Store(string root, TestClock clock)
    {
        Root = root;
        Clock = clock;
    }

    public string Root { get; }

    public TestClock Clock { get; }

    public TestBootClock Boot { get; } = new();

    public string StatePath => Path.Combine(Root, "state");

    public string AccountsPath => Path.Combine(Root, "accounts");

    /// <summary>The local principal, who may everything.</summary>
    public LocalClient Local { get; private set; } = null!;

    /// <summary>A key of <c>root-admin</c>, who has no password: hashing one takes longer than most tests.</summary>
    public NewAccessKey AdministratorKey { get; private set; } = null!;

    /// <summary>A store with the accounts on the connector <c>web01</c>, discovered.</summary>
    public static async Task<Store> CreateAsync(params string[] accounts)
    {
        Store store = new(Directory.CreateTempSubdirectory("backupaccess-").FullName, new TestClock());
        store.Local = await LocalClient.InitializeAsync(store.Description, "tester", "root-admin", password: null, default);
        store.AdministratorKey = await store.Local.DoAsync(new CreateAccessKey(new UserReference("root-admin"), Until: null));
        if (accounts.Length > 0)
        {
            await store.AddConnectorAsync("web01", store.AccountsPath, ConnectorOrigin.New, accounts);
        }

        return store;
    }

    /// <summary>A store whose <c>root-admin</c> has the password <c>correct horse battery</c> and no key.</summary>
    public static async Task<Store> CreateWithPasswordAsync()
    {
        Store store = new(Directory.CreateTempSubdirectory("backupaccess-").FullName, new TestClock());
        using Secret password = Secret.FromChars("correct horse battery");
        store.Local = await LocalClient.InitializeAsync(store.Description, "tester", "root-admin", password, default);
        return store;
    }

    /// <summary>Makes a folder connector with accounts that have a file each, and discovers them.</summary>
    public async Task AddConnectorAsync(string name, string path, ConnectorOrigin origin, params string[] accounts)
    {
        foreach (string account in accounts)
        {
            string folder = Path.Combine(path, account, "public_html");
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "index.php"), $"<?php // {account}");
        }

        await Local.DoAsync(new CreateConnector(name, ConnectorKind.Folder, path, Storage: null, origin));
        await Local.DoAsync(new SynchronizeConnector(new ConnectorReference(name)));
    }

    /// <summary>Writes a backup of an account into the state, with no repository behind it, for tests of lists and rights.</summary>
    public void InsertBackup(string account)
    {
        using StateTransaction transaction = Database.BeginImmediate();
        string id = transaction.QueryScalar<string>(
            "SELECT a.id FROM account a JOIN connector c ON c.id = a.connector_id WHERE c.name || '/' || a.name = @account AND a.gone_at IS NULL", new { account });
        BackupStore.Insert(transaction, new BackupRow(
            Guid.CreateVersion7(Clock.GetUtcNow()).ToString(), id, new string('0', 64), "OnDemand", null, Clock.GetUtcNow().ToMicroseconds(),
            "[\"HomeDirectory\"]", 1, 1, 1, 0, "[]", null, null, null, null, null));
        transaction.Commit();
    }

    /// <summary>The state's database, past the door.</summary>
    public StateDatabase Database => StateDatabase.Open(Path.Combine(StatePath, "state.db"), Clock);

    /// <summary>Signs in as <c>root-admin</c>.</summary>
    public Task<LocalClient> SignInAsAdministratorAsync() => ConnectAsync(AdministratorKey);

    /// <summary>The audit log, oldest first, since a sequence number.</summary>
    public async Task<IReadOnlyList<AuditEvent>> AuditAsync(long after = 0)
    {
        List<AuditEvent> events = await Local.ListAsync(new ListAuditEvents([], [], [], null, null, null, null));
        events.Reverse();
        return [.. events.Where(one => one.Sequence > after)];
    }

    /// <summary>The number of the newest audit event.</summary>
    public async Task<long> AuditEndAsync() => (await AuditAsync())[^1].Sequence;

    public LocalStore Description => new(StatePath, "Test", Clock, Boot);

    /// <summary>Writes a file of an account.</summary>
    public void Write(string account, string path, string content)
    {
        string full = Path.Combine(AccountsPath, account, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public string Read(string account, string path) => File.ReadAllText(Path.Combine(AccountsPath, account, path));

    /// <summary>Makes a user with roles and grants and signs in with a new access key.</summary>
    public async Task<LocalClient> SignInAsync(string name, string[] roles, params string[] connectors)
    {
        await Local.DoAsync(new CreateUser(name, roles, ConsoleAccess.Off, Password: null, Until: null));
        foreach (string connector in connectors)
        {
            await Local.DoAsync(new GrantConnector(new UserReference(name), new ConnectorReference(connector), Until: null));
        }

        return await ConnectAsync(await Local.DoAsync(new CreateAccessKey(new UserReference(name), Until: null)));
    }

    public Task<LocalClient> ConnectAsync(NewAccessKey key) =>
        LocalClient.ConnectAsync(Description, new SignIn.AccessKey(key.AccessKeyId, key.SecretAccessKey), default);

    public async Task<LocalClient> ConnectAsync(string user, string password)
    {
        using Secret secret = Secret.FromChars(password);
        return await LocalClient.ConnectAsync(Description, new SignIn.Password(user, secret), default);
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
