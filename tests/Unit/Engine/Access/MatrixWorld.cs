using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Dashboards;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>
/// A store with a user for each built-in role: <c>web01/alice</c> is granted to those with a granted reach and owned by
/// the owner, <c>web02/bob</c> is neither. Both have a backup; homes and repositories are then taken away, so that what
/// is allowed fails at once instead of working.
/// </summary>
public sealed partial class MatrixWorld : IAsyncLifetime
{
    private static readonly Dictionary<string, string> s_roles = new()
    {
        ["Adm"] = "Administrator",
        ["Opr"] = "Operator",
        ["Vwr"] = "Viewer",
        ["Bkp"] = "BackupAdministrator",
        ["Cmp"] = "ComplianceAdministrator",
        ["Ful"] = "FullSupport",
        ["Std"] = "StandardSupport",
        ["Ltd"] = "LimitedSupport",
        ["Aud"] = "Audit",
        ["Sso"] = "SsoAdministrator",
        ["Own"] = "AccountOwner",
    };

    private static readonly string[] s_granted = ["Opr", "Vwr", "Bkp", "Ful", "Std", "Ltd"];

    private readonly Dictionary<string, LocalClient> _clients = [];
    private readonly Dictionary<MatrixTarget, string> _backups = new() { [MatrixTarget.Missing] = "01999999-0000-7000-8000-000000000000" };
    private Store _store = null!;
    private int _made;

    public async Task InitializeAsync()
    {
        _store = await Store.CreateAsync("alice");
        await _store.AddConnectorAsync("web02", Path.Combine(_store.Root, "others"), ConnectorOrigin.New, "bob");
        foreach ((string code, string role) in s_roles)
        {
            _clients[code] = await _store.SignInAsync(code, [role], s_granted.Contains(code) ? ["web01"] : []);
        }

        _backups[MatrixTarget.Own] = (await _store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []))).Id.ToString();
        _backups[MatrixTarget.Others] = (await _store.Local.DoAsync(new BackupAccount(new AccountReference("web02/bob"), []))).Id.ToString();
        await _store.Local.DoAsync(new CreateRole("Spare", ["VIEWER"], ConnectorReach.None, Engine.Access.ProfileReach.None, AccountReach.None));
        await _store.Local.DoAsync(new UpdateSetting("connectorRoots", [Path.Combine(_store.Root, "roots")]));
        Directory.Delete(_store.AccountsPath, recursive: true);
        Directory.Delete(Path.Combine(_store.Root, "others"), recursive: true);
        Directory.Delete(Path.Combine(_store.StatePath, "repositories"), recursive: true);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public IOperationClient ClientOf(string role) => _clients[role];

    /// <summary>Makes what the operation needs to be there, and returns how to ask for it and what is typed for its target.</summary>
    public async Task<(Func<IOperationClient, Task> Ask, string Typed)> ArrangeAsync(string operation, string role, MatrixTarget target)
    {
        await _store.Local.DoAsync(new SetAccountOwner(new AccountReference("web01/alice"), new UserReference("Own")));
        string user = target switch { MatrixTarget.Own => role, MatrixTarget.Others => await MakeVictimAsync(), _ => "nobody" };
        string account = target switch { MatrixTarget.Own => "web01/alice", MatrixTarget.Others => "web02/bob", _ => "web01/nobody" };
        string backup = _backups[target];
        string storage = target == MatrixTarget.Others ? "default" : "tape";
        return Typed(AskUser(operation, new UserReference(user)), user)
            ?? Typed(AskAccount(operation, new AccountReference(account)), account)
            ?? Typed(AskBackup(operation, new BackupReference(backup), _store.Root), backup)
            ?? Typed(AskStorage(operation, storage), storage)
            ?? Typed(AskCredential(operation, new UserReference(user)), user)
            ?? await OfKeyAsync(operation, user, target)
            ?? await OfConnectorAsync(operation, role, target)
            ?? await OfProfileAsync(operation, role, target)
            ?? await OfConfigurationAsync(operation, role, target)
            ?? await OfScheduleAsync(operation, role, target)
            ?? await OfDeclaredAsync(operation, target)
            ?? await OfUuidAsync(operation, target)
            ?? await OfCloneAsync(operation, backup, target)
            ?? await OfTagAsync(operation, account, target)
            ?? await OfConditionAsync(operation, target)
            ?? await OfMailAsync(operation)
            ?? await OfControllerAsync(operation, role, target)
            ?? OfDownload(operation, account, backup, target)
            ?? OfTask(operation, account, target)
            ?? await OfApprovalAsync(operation, role, target)
            ?? Typed(AskNothing(operation, target), operation == "updateSetting" ? (target == MatrixTarget.Others ? "selfKeys" : "noSuchSetting") : target == MatrixTarget.Others ? "Spare" : "NoSuchRole")
            ?? throw new ArgumentOutOfRangeException(nameof(operation), operation, "The matrix doesn't know how to ask for it.");
    }

    private static (Func<IOperationClient, Task> Ask, string Typed)? Typed(Func<IOperationClient, Task>? ask, string typed) => ask is null ? null : (ask, typed);

    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfKeyAsync(string operation, string user, MatrixTarget target)
    {
        if (operation is not ("enableAccessKey" or "disableAccessKey" or "removeAccessKey"))
        {
            return null;
        }

        string key = target == MatrixTarget.Missing ? "BKAKAAAAAAAAAAAAAAAA" : await SpareKeyOfAsync(user);
        AccessKeyReference reference = new(key);
        return (operation switch
        {
            "enableAccessKey" => Do(new EnableAccessKey(reference)),
            "disableAccessKey" => Do(new DisableAccessKey(reference)),
            _ => Do(new RemoveAccessKey(reference)),
        }, key);
    }

    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfConnectorAsync(string operation, string role, MatrixTarget target)
    {
        if (operation is not ("updateConnector" or "removeConnector" or "synchronizeConnector" or "grantConnector" or "revokeConnector"))
        {
            return null;
        }

        UserReference victim = new(await MakeVictimAsync());
        string connector = target == MatrixTarget.Missing ? "nowhere" : await MakeConnectorAsync(target, role);
        ConnectorReference reference = new(connector);
        if (operation == "revokeConnector" && target != MatrixTarget.Missing)
        {
            await _store.Local.DoAsync(new GrantConnector(victim, reference, null));
        }

        // Who doesn't see the user is told of that first.
        string missed = role is "Adm" or "Bkp" or "Cmp" or "Aud" ? connector : victim.Text;
        return operation switch
        {
            "updateConnector" => (Do(new UpdateConnector(reference, null, null, null)), connector),
            "removeConnector" => (Do(new RemoveConnector(reference)), connector),
            "synchronizeConnector" => (Do(new SynchronizeConnector(reference)), connector),
            "grantConnector" => (Do(new GrantConnector(victim, reference, null)), missed),
            _ => (Do(new RevokeConnector(victim, reference)), missed),
        };
    }

    private static Func<IOperationClient, Task>? AskUser(string operation, UserReference user) => operation switch
    {
        "updateUser" => Do(new UpdateUser(user, null)),
        "removeUser" => Do(new RemoveUser(user)),
        "enableUser" => Do(new EnableUser(user)),
        "disableUser" => Do(new DisableUser(user)),
        "setConsoleAccess" => Do(new SetConsoleAccess(user, ConsoleAccess.Off)),
        "setPassword" => Do(new SetPassword(user, null)),
        "assignRole" => Do(new AssignRole(user, "Audit", null)),
        "unassignRole" => Do(new UnassignRole(user, "Viewer")),
        "createAccessKey" => Do(new CreateAccessKey(user, null)),
        "testAccess" => Do(new TestAccess(user, "createConnector", null, null, null)),
        "listAccess" => Do(new ListAccess(user, ["lockBackup"])),
        "listUnusedOperations" => Do(new ListUnusedOperations(user, TimeSpan.FromDays(90))),
        _ => null,
    };

    private static Func<IOperationClient, Task>? AskAccount(string operation, AccountReference account) => operation switch
    {
        "updateAccount" => Do(new UpdateAccount(account, null, null, null, null, null)),
        "updateOwnAccount" => Do(new UpdateOwnAccount(account, null, null)),
        "setAccountOwner" => Do(new SetAccountOwner(account, null)),
        "exportEncryptionKey" => Do(new ExportEncryptionKey(account)),
        "setEncryptionKey" => Do(new SetEncryptionKey(account, KeyLocation.Remote, EncryptionKey: null)),
        "resetEncryptionKey" => Do(new ResetEncryptionKey(account)),
        "cancelEncryptionReset" => Do(new CancelEncryptionReset(account)),
        "suspendAccount" => Do(new SuspendAccount(account, true)),
        "backupAccount" => Do(new BackupAccount(account, [])),
        "runPlugin" => Do(new RunPlugin(new PluginReference("nowhere"), "describe", account)),
        "verifyRepository" => Do(new VerifyRepository(account, VerifyDepth.Structure)),
        "applyRetention" => Do(new ApplyRetention(account, new RetentionPolicy { Last = 1 }, Kind: null, RetentionPrune.None, WorkMode.Preview)),
        "adoptCopy" => Do(new AdoptCopy(account, "default", WorkMode.Preview)),
        "repairRepository" => Do(new RepairRepository(account, RepairDepth.Index, WorkMode.Preview)),
        "inventoryRepository" => Do(new InventoryRepository(account)),
        "rebuildCatalogue" => Do(new RebuildCatalogue(account, WorkMode.Preview)),
        _ => null,
    };

    private static Func<IOperationClient, Task>? AskBackup(string operation, BackupReference backup, string root) => operation switch
    {
        "getBackup" => Do(new GetBackup(backup)),
        "listBackupItems" => Do(new ListBackupItems(backup)),
        "listBackupFiles" => Do(new ListBackupFiles(backup, BackupItem.HomeDirectory, "", BrowseDepth.Children)),
        // The lock ends at once, so that nobody meets another's.
        "lockBackup" => Do(new LockBackup(backup, null, new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero))),
        "unlockBackup" => Do(new UnlockBackup(backup)),
        "holdBackup" => Do(new HoldBackup(backup, null, new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero))),
        "releaseHold" => Do(new ReleaseHold(backup)),
        "setBackupNote" => Do(new SetBackupNote(backup, "checked")),
        "copyBackup" => Do(new CopyBackup(backup, "default", WorkMode.Apply)),
        "deleteBackup" => Do(new DeleteBackup(backup)),
        "verifyBackup" => Do(new VerifyBackup(backup, VerifyDepth.Structure)),
        "restoreOverwrite" => Do(new RestoreOverwrite(new RestoreSelection(null, backup, [], []))),
        "restoreKeep" => Do(new RestoreKeep(new RestoreSelection(null, backup, [], []))),
        "restoreRename" => Do(new RestoreRename(new RestoreSelection(null, backup, [], []))),
        "restoreTerminate" => Do(new RestoreTerminate(new RestoreSelection(null, backup, [], []))),
        "restoreToFolder" => Do(new RestoreToFolder(new RestoreSelection(null, backup, [], []), Path.Combine(root, "state", "state.key"), RestoreConflict.Keep)),
        _ => null,
    };

    private static Func<IOperationClient, Task>? AskStorage(string operation, string storage) => operation switch
    {
        "updateStorage" => Do(new UpdateStorage(storage, null, null, null, null)),
        "removeStorage" => Do(new RemoveStorage(storage)),
        "testStorage" => Do(new TestStorage(storage)),
        _ => null,
    };

    private Func<IOperationClient, Task>? AskNothing(string operation, MatrixTarget target) => operation switch
    {
        "createUser" => Do(new CreateUser($"made{++_made}", [], ConsoleAccess.Off, null, null)),
        "changeOwnPassword" => Do(new ChangeOwnPassword(Secret.FromChars("not the password"), Secret.FromChars("another password"))),
        "listUsers" => Do(new ListUsers([])),
        "listUserNames" => Do(new ListUserNames()),
        "listAccessKeys" => Do(new ListAccessKeys([])),
        "whoCan" => Do(new WhoCan("createConnector", null, null, null)),
        "listRoles" => Do(new ListRoles([])),
        "listPermissions" => Do(new ListPermissions([])),
        "listOperations" => Do(new ListOperations([])),
        "createPermission" => Do(new CreatePermission($"Made{++_made}", [], null)),
        "createProfile" => Do(new CreateProfile($"made{++_made}")),
        "listProfiles" => Do(new ListProfiles([])),
        "listPlugins" => Do(new ListPlugins([])),
        "listProfileGrants" => Do(new ListProfileGrants([], [])),
        "createRole" => Do(new CreateRole($"Made{++_made}", [], ConnectorReach.None, Engine.Access.ProfileReach.None, AccountReach.None)),
        "updateRole" => Do(new UpdateRole(target == MatrixTarget.Others ? "Spare" : "NoSuchRole", null, null, null, null)),
        "createConnector" => Do(new CreateConnector($"made{++_made}", ConnectorKind.Folder, MakeFolderSetAside(), null, ConnectorOrigin.New)),
        "listConnectors" => Do(new ListConnectors([])),
        "listConnectorGrants" => Do(new ListConnectorGrants([], [])),
        "listAccounts" => Do(new ListAccounts([], [], [], AccountPresence.Live)),
        "listApprovals" => Do(new ListApprovals([], [], [], [])),
        "listSettings" => Do(new ListSettings([])),
        "updateSetting" => Do(new UpdateSetting(target == MatrixTarget.Others ? "selfKeys" : "noSuchSetting", null)),
        "createStorage" => Do(new CreateStorage($"made{++_made}", StorageKind.Folder, "relative", StorageMode.ReadWrite, null, null, null)),
        "listStorage" => Do(new ListStorage([])),
        "adoptAccounts" => Do(new AdoptAccounts(WorkMode.Preview)),
        "listBackups" => Do(new ListBackups([], [], null, null, null, null, null)),
        "getDashboard" => Do(new GetDashboard([], Days: 7)),
        "listAuditEvents" => Do(new ListAuditEvents([], [], [], null, null, null, null)),
        "verifyAuditLog" => Do(new VerifyAuditLog(null)),
        "clearAuditLog" => Do(new ClearAuditLog(null, DamagedEvents.Keep)),
        "rotateSealingKey" => Do(new RotateSealingKey()),
        "confirmClock" => Do(new ConfirmClock()),
        "validateState" => Do(new ValidateState([])),
        "planState" => Do(new PlanState([])),
        "exportState" => Do(new ExportState([])),
        "applyState" => Do(new ApplyState([])),
        _ => null,
    };

    private static Func<IOperationClient, Task> Do<TResult>(IOperation<TResult> request) => client => client.DoAsync(request);

    /// <summary>A new user who holds Viewer.</summary>
    private async Task<string> MakeVictimAsync()
    {
        string name = $"victim{++_made}";
        await _store.Local.DoAsync(new CreateUser(name, ["Viewer"], ConsoleAccess.Off, null, null));
        return name;
    }

    /// <summary>A key of the user that no session stands on.</summary>
    private async Task<string> SpareKeyOfAsync(string user)
    {
        List<AccessKey> keys = await _store.Local.ListAsync(new ListAccessKeys([user]));
        string? signedInWith = _clients.GetValueOrDefault(user)?.Session.AccessKeyId;
        return keys.FirstOrDefault(key => key.AccessKeyId != signedInWith)?.AccessKeyId
            ?? (await _store.Local.DoAsync(new CreateAccessKey(new UserReference(user), null))).AccessKeyId;
    }

    /// <summary>A new connector, granted to the role's user where it is to be an own one and the role's reach is granted.</summary>
    private async Task<string> MakeConnectorAsync(MatrixTarget target, string role)
    {
        string name = $"connector{++_made}";
        string path = Path.Combine(_store.Root, name);
        Directory.CreateDirectory(path);
        await _store.Local.DoAsync(new CreateConnector(name, ConnectorKind.Folder, path, null, ConnectorOrigin.New));
        if (target == MatrixTarget.Own && s_granted.Contains(role))
        {
            await _store.Local.DoAsync(new GrantConnector(new UserReference(role), new ConnectorReference(name), null));
        }

        return name;
    }
}
