using System.Reflection;
using System.Text;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>What was approved is what is run: the same objects, the same values, by somebody who still may.</summary>
public sealed class FrozenRequestTests
{
    [Fact]
    public async Task A_request_frozen_and_its_object_made_anew_under_the_same_name_is_another_request()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("grantConnector");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        await world.Store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        GrantConnector request = new(new UserReference("jane"), new ConnectorReference("web01"), null);
        Guid id = await admin.RequestAsync(request);
        await world.Approver.DoAsync(new ApproveRequest(id));

        await world.Store.Local.DoAsync(new RemoveUser(new UserReference("jane")));
        await world.Store.Local.DoAsync(new CreateUser("jane", ["Operator"], ConsoleAccess.Off, null, null));

        await admin.RefusedRunAsync("ApprovalMismatch", request, id);
    }

    [Fact]
    public async Task A_request_about_a_profile_is_not_for_a_later_one_of_its_name()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("grantProfile");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        ProfileReference nightly = new("nightly");
        await world.Store.Local.DoAsync(new CreateProfile("nightly"));
        GrantProfile request = new(new UserReference("oper"), nightly, null);
        Guid id = await admin.RequestAsync(request);
        await world.Approver.DoAsync(new ApproveRequest(id));

        await world.Store.Local.DoAsync(new RemoveProfile(nightly));
        await world.Store.Local.DoAsync(new CreateProfile("nightly"));

        await admin.RefusedRunAsync("ApprovalMismatch", request, id);
    }

    [Fact]
    public async Task A_request_for_the_latest_backup_is_for_the_one_that_was_the_latest()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("restoreOverwrite");
        RestoreOverwrite latest = new(new RestoreSelection(new AccountReference("alice"), null, [], []));
        Guid id = await world.ApprovedAsync(latest);
        Assert.Equal(id, await world.Operator.RequestAsync(new RestoreOverwrite(new RestoreSelection(null, world.Backup, [], []))));

        world.Store.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Store.InsertBackup("web01/alice");

        await world.Operator.RefusedRunAsync("ApprovalMismatch", latest, id);
    }

    [Fact]
    public async Task A_request_that_names_a_role_is_for_the_role_as_it_was()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("assignRole");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        await world.Store.Local.DoAsync(new CreateRole("Helper", ["VIEWER"], ConnectorReach.Granted, Engine.Access.ProfileReach.None, AccountReach.ByConnector));
        await world.Store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        AssignRole request = new(new UserReference("jane"), "helper", null);
        Guid id = await admin.RequestAsync(request);
        await world.Approver.DoAsync(new ApproveRequest(id));

        await world.Store.Local.DoAsync(new UpdateRole("Helper", ["VIEWER", "RBAC_ADMIN"], null, null, null));

        await admin.RefusedRunAsync("ApprovalMismatch", request, id);
    }

    [Fact]
    public async Task A_request_that_names_a_policy_is_for_the_policy_as_it_was()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("assignPolicy");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        await world.Store.Local.DoAsync(new CreateProfile("nightly"));
        await world.Store.Local.DoAsync(new AddPolicy("year", [], PolicyDeletion.Never));
        AssignPolicy request = new("YEAR", Configuration: null, new ProfileReference("nightly"));
        Guid id = await admin.RequestAsync(request);
        await world.Approver.DoAsync(new ApproveRequest(id));

        await world.Store.Local.DoAsync(new UpdatePolicy("year", [new LabelRule(RetentionLabel.Daily, 0, null)], PolicyDeletion.CountAndAge));

        await admin.RefusedRunAsync("ApprovalMismatch", request, id);
    }

    [Fact]
    public async Task A_request_about_a_storage_is_not_for_another_of_the_same_name()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("updateStorage");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        await CreateStorageAsync(world.Store, "first");
        UpdateStorage request = new("tape", StorageMode.ReadOnly, null, null, null);
        Guid id = await admin.RequestAsync(request);
        await world.Approver.DoAsync(new ApproveRequest(id));

        await world.Store.Local.DoAsync(new RemoveStorage("tape"));
        await CreateStorageAsync(world.Store, "second");

        await admin.RefusedRunAsync("ApprovalMismatch", request, id);
    }

    [Fact]
    public async Task A_requester_who_loses_the_right_between_approval_and_run_runs_nothing()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, null, null);
        Guid id = await world.ApprovedAsync(request);

        await world.Store.Local.DoAsync(new AssignRole(new UserReference("oper"), "Viewer", null));
        await world.Store.Local.DoAsync(new UnassignRole(new UserReference("oper"), "Operator"));
        await world.Operator.RefusedRunAsync("AccessDenied", request, id);
        Assert.Equal(ApprovalState.Approved, (await world.ShowAsync(id)).State);

        await world.Store.Local.DoAsync(new RevokeConnector(new UserReference("oper"), new ConnectorReference("web01")));
        await world.Operator.RefusedRunAsync("NotFound", request, id);
    }

    [Fact]
    public async Task A_disabled_requester_runs_nothing_and_gets_no_approval()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, null, null);
        Guid approved = await world.ApprovedAsync(request);
        Guid pending = await world.Operator.RequestAsync(request with { Reason = "another" });

        await world.Store.Local.DoAsync(new DisableUser(new UserReference("oper")));

        await world.Operator.RefusedRunAsync("SessionEnded", request, approved);
        await world.Approver.RefusedAsync("Conflict", new ApproveRequest(pending));
    }

    [Fact]
    public async Task A_removed_requesters_open_requests_are_gone()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup", "unlockBackup");
        LockBackup request = new(world.Backup, null, null);
        Guid used = await world.ApprovedAsync(request);
        await world.Operator.RunAsync(request, used);
        Guid approved = await world.ApprovedAsync(new UnlockBackup(world.Backup));
        world.Store.InsertBackup("web01/alice");
        BackupReference other = new((await world.Operator.ListAsync(new ListBackups([], [], null, null, null, null, null))).Single(one => one.Id.ToString() != world.Backup.Text));
        Guid pending = await world.Operator.RequestAsync(request with { Backup = other });

        await world.Store.Local.DoAsync(new RemoveUser(new UserReference("oper")));
        await using LocalClient again = await world.Store.SignInAsync("oper", ["Operator"], "web01");

        Assert.Equal(used, Assert.Single(await world.Approver.ListAsync(new ListApprovals([], [], [], []))).Id);
        Assert.Empty(await again.ListAsync(new ListApprovals([], [], [], [])));
        await again.RefusedRunAsync("NotFound", new UnlockBackup(world.Backup), approved);
        await world.Approver.RefusedAsync("NotFound", new ApproveRequest(pending));
    }

    [Fact]
    public async Task No_secret_is_in_a_request()
    {
        const string Marker = "xyzzy-frozen-secret";
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("setPassword", "createUser", "changeOwnPassword");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();

        Guid created = await admin.RequestAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.On, Secret.FromChars($"{Marker}-1"), null));
        Guid set = await admin.RequestAsync(new SetPassword(new UserReference("oper"), Secret.FromChars($"{Marker}-2")));
        await world.Approver.DoAsync(new ApproveRequest(set));
        await admin.RunAsync(new SetPassword(new UserReference("oper"), Secret.FromChars($"{Marker}-5")), set);
        await world.Store.Local.DoAsync(new SetConsoleAccess(new UserReference("oper"), ConsoleAccess.On));
        await using LocalClient console = await world.Store.ConnectAsync("oper", $"{Marker}-5");
        Guid own = await console.RequestAsync(new ChangeOwnPassword(Secret.FromChars($"{Marker}-5"), Secret.FromChars($"{Marker}-4")));

        Assert.Contains("password: (secret)", (await world.ShowAsync(created)).Parameters);
        Assert.Equal(["user: oper", "password: (secret)"], (await world.ShowAsync(set)).Parameters);
        Assert.Equal(["oldPassword: (secret)", "newPassword: (secret)"], (await world.ShowAsync(own)).Parameters);
        foreach (string file in Directory.EnumerateFiles(world.Store.StatePath, "state.db*"))
        {
            Assert.DoesNotContain(Marker, Encoding.Latin1.GetString(await ReadAsync(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_value_of_every_request_that_may_need_an_approval_can_be_held_to()
    {
        foreach (Type request in OperationCatalogue.Handlers.Where(ApprovalGate.CanNeed).Select(handler => handler.RequestType))
        {
            Assert.All(request.GetProperties(BindingFlags.Public | BindingFlags.Instance), property => Assert.True(CanHold(property.PropertyType), $"{request.Name}.{property.Name}"));
        }
    }

    private static async Task CreateStorageAsync(Store store, string folder)
    {
        string path = Directory.CreateDirectory(Path.Combine(store.Root, folder)).FullName;
        await store.Local.DoAsync(new CreateStorage("tape", StorageKind.Folder, path, StorageMode.ReadWrite, null, null, null));
    }

    private static bool CanHold(Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        Type[] known = [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double), typeof(Guid), typeof(DateTimeOffset), typeof(TimeOnly), typeof(Secret)];
        return known.Contains(value)
            || value.IsEnum
            || (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && CanHold(value.GetGenericArguments()[0]))
            || (value.Namespace!.StartsWith(nameof(BackupAccess), StringComparison.Ordinal) && IsHeldWhole(value));
    }

    // A reference is resolved; of a reference that the freezer doesn't know it would hold to the text typed.
    private static bool IsHeldWhole(Type type) => type.Name.EndsWith("Reference", StringComparison.Ordinal)
        ? new[] { typeof(UserReference), typeof(AccountReference), typeof(ConnectorReference), typeof(ProfileReference), typeof(BackupReference), typeof(AccessKeyReference), typeof(DownloadReference), typeof(TaskReference), typeof(ConfigurationReference), typeof(ScheduleReference), typeof(PluginReference) }.Contains(type)
        : type.GetProperties(BindingFlags.Public | BindingFlags.Instance).All(property => CanHold(property.PropertyType));

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream all = new();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
