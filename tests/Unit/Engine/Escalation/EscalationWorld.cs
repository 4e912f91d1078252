using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Escalation;

/// <summary>A state made once and copied for each band: three connectors, one of them legacy, bystanders, and roles to be given.</summary>
internal sealed class EscalationWorld : IAsyncDisposable
{
    public static readonly string[] Members = ["ann", "ben", "cem"];

    public static readonly string[] Bystanders = ["root-admin", "second-admin", "desk", "reader"];

    public static readonly string[] Connectors = ["web01", "web02", "old"];

    public static readonly string[] Accounts = ["web01/alice", "web01/bob", "web02/carol", "old/dora"];

    /// <summary>Built-in roles but Administrator, and declared ones that hold parts of what administers access.</summary>
    public static readonly string[] Roles =
    [
        "Operator", "Viewer", "BackupAdministrator", "ComplianceAdministrator", "FullSupport", "LimitedSupport", "Audit", "SsoAdministrator",
        "AccountOwner", "UserAdmin", "WideAdmin", "HelpDesk", "Granter",
    ];

    private readonly Store _store;
    private readonly Dictionary<string, NewAccessKey> _keys = [];
    private readonly string _folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"backupaccess-{Guid.NewGuid():N}");
    private int _copies;

    private EscalationWorld(Store store) => _store = store;

    public TestClock Clock => _store.Clock;

    public static async Task<EscalationWorld> CreateAsync()
    {
        Store store = await Store.CreateAsync("alice", "bob");
        EscalationWorld world = new(store);
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "two"), ConnectorOrigin.New, "carol");
        await store.AddConnectorAsync("old", Path.Combine(store.Root, "old"), ConnectorOrigin.Legacy, "dora");
        await world.DeclareRolesAsync();
        await world.MakeUsersAsync();
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web01/bob"), new UserReference("ann")));
        await store.Local.DisposeAsync();
        return world;
    }

    /// <summary>A copy of the state in which the members hold roles and grants drawn by lot.</summary>
    public async Task<Band> GatherAsync(Random random)
    {
        string path = Path.Combine(_folder, $"{Interlocked.Increment(ref _copies)}");
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (string file in Directory.GetFiles(_store.StatePath))
        {
            File.Copy(file, Path.Combine(path, Path.GetFileName(file)));
        }

        return await Band.GatherAsync(new LocalStore(path, "Test", Clock, _store.Boot), _keys, random);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await _store.DisposeAsync();
    }

    private async Task DeclareRolesAsync()
    {
        LocalClient local = _store.Local;
        await local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN", "VIEWER"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await local.DoAsync(new CreateRole("WideAdmin", ["RBAC_ADMIN", "VIEWER", "RESTORE", "BROWSE", "DOWNLOAD", "ACCOUNT_SELF"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await local.DoAsync(new CreateRole("HelpDesk", ["RBAC_ADMIN", "VIEWER", "BROWSE", "RESTORE"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await local.DoAsync(new CreateRole("Granter", ["CONNECTOR_ACCESS", "CONNECTOR_ADMIN", "VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
    }

    private async Task MakeUsersAsync()
    {
        LocalClient local = _store.Local;
        await local.DoAsync(new CreateUser("second-admin", ["Administrator"], ConsoleAccess.Off, null, null));
        await local.DoAsync(new CreateAccessKey(new UserReference("second-admin"), null));
        await local.DoAsync(new CreateUser("desk", ["FullSupport"], ConsoleAccess.Off, null, null));
        await local.DoAsync(new GrantConnector(new UserReference("desk"), new ConnectorReference("web01"), null));
        await local.DoAsync(new CreateUser("reader", ["Viewer"], ConsoleAccess.Off, null, null));
        foreach (string member in Members)
        {
            await local.DoAsync(new CreateUser(member, [], ConsoleAccess.Off, null, null));
            _keys[member] = await local.DoAsync(new CreateAccessKey(new UserReference(member), null));
        }
    }
}
