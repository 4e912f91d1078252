using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tests.Approvals;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Audit;

/// <summary>What an event is about: everything that the act named or made.</summary>
public sealed class ObjectTests
{
    [Fact]
    public async Task The_event_of_what_is_made_has_its_id_and_name()
    {
        await using Store store = await Store.CreateAsync("alice");
        long before = await store.AuditEndAsync();

        User user = await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        Connector connector = await store.Local.DoAsync(new CreateConnector("web02", ConnectorKind.Folder, Directory.CreateDirectory(Path.Combine(store.Root, "two")).FullName, null, ConnectorOrigin.New));
        await store.Local.DoAsync(new CreatePermission("LOOK", ["listBackups"], null));
        await store.Local.DoAsync(new CreateRole("Looker", ["LOOK"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        Profile profile = await store.Local.DoAsync(new CreateProfile("nightly"));
        await store.Local.DoAsync(new CreateStorage("vault", StorageKind.Folder, Directory.CreateDirectory(Path.Combine(store.Root, "vault")).FullName, StorageMode.ReadWrite, null, null, null));
        Tag tag = await store.Local.DoAsync(new CreateTag("gold", null));
        PriorityGroup group = await store.Local.DoAsync(new CreatePriorityGroup("First", 1, null, null, null, ["gold"], Default: false));
        RestoreCondition condition = await store.Local.DoAsync(new CreateRestoreCondition("terms", "Data of a day may be lost."));
        RestoreSelection latest = new(new AccountReference("alice"), null, [], []) { AcceptedConditions = ["*"] };
        await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        Download download = await store.Local.DoAsync(new CreateDownload(latest, DownloadFormat.TarGz));

        ProfileReference nightly = new(profile);
        Schedule schedule = await store.Local.DoAsync(new CreateSchedule(nightly, "night", RetentionLabel.Daily, ScheduleTiming.Hourly(5), "Etc/UTC", MissedRuns.Skip, MaxConcurrent: 1));
        Configuration configuration = await store.Local.DoAsync(new CreateConfiguration(nightly, "shop", "connector: web01\n"));
        using (Secret password = Secret.FromChars("controller secret"))
        {
            await store.Local.DoAsync(new CreateStorageController("filer", ControllerScheme.Https, "filer.example.com", null, "backup", password, null, AdministratorAccounts.Refused));
        }

        (string, string?, string?)[] made = [.. (await store.AuditAsync(before)).Where(one => one.Operation.StartsWith("create", StringComparison.Ordinal) && one.Outcome == AuditOutcome.Succeeded)
            .Select(one => (one.Operation, one.ObjectId, one.ObjectName))];
        Assert.Equal(
            [
                ("createUser", user.Id.ToString(), "jane"),
                ("createAccessKey", key.AccessKeyId, key.AccessKeyId),
                ("createConnector", connector.Id.ToString(), "web02"),
                ("createPermission", "LOOK", "LOOK"),
                ("createRole", "Looker", "Looker"),
                ("createProfile", profile.Id.ToString(), "nightly"),
                ("createStorage", "vault", "vault"),
                ("createTag", tag.Id.ToString(), "gold"),
                ("createPriorityGroup", group.Id.ToString(), "First"),
                ("createRestoreCondition", condition.Id.ToString(), "terms"),
                ("createDownload", download.Id.ToString(), "web01/alice"),
                ("createSchedule", schedule.Id.ToString(), "nightly/night"),
                ("createConfiguration", configuration.Id.ToString(), "nightly/shop"),
                ("createStorageController", "filer", "filer"),
            ],
            made);
        Assert.Equal(
            OperationCatalogue.Handlers.Select(handler => handler.Name).Where(name => name.StartsWith("create", StringComparison.Ordinal)).Order(),
            made.Select(one => one.Item1).Order());
        Assert.True((await store.VerifyAsync()).Passed);
    }

    [Fact]
    public async Task A_backup_is_found_by_its_account_and_by_itself()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(backup), null, null));

        Assert.Equal(["lockBackup", "backupAccount"], await OperationsAbout(store, backup.Id.ToString()));
        Assert.Equal(["lockBackup", "backupAccount", "backupAccount"], await OperationsAbout(store, backup.AccountId.ToString()));
    }

    [Fact]
    public async Task A_tag_is_found_where_an_account_got_it_and_a_group_was_linked_to_it()
    {
        await using Store store = await Store.CreateAsync("alice");
        Tag tag = await store.Local.DoAsync(new CreateTag("gold", null));
        await store.Local.DoAsync(new AddAccountTag(new AccountReference("alice"), "gold"));
        await store.Local.DoAsync(new CreatePriorityGroup("First", 1, null, null, null, ["gold"], Default: false));

        Assert.Equal(["createPriorityGroup", "addAccountTag", "createTag"], await OperationsAbout(store, tag.Id.ToString()));
        Assert.Equal(["addAccountTag"], (await OperationsAbout(store, "web01/alice")).Take(1));
    }

    [Fact]
    public async Task A_grant_is_found_by_its_user_and_by_what_is_granted()
    {
        await using Store store = await Store.CreateAsync("alice");
        User user = await store.Local.DoAsync(new CreateUser("jane", ["Operator"], ConsoleAccess.Off, null, null));
        Profile profile = await store.Local.DoAsync(new CreateProfile("nightly"));
        UserReference jane = new("jane");
        await store.Local.DoAsync(new GrantConnector(jane, new ConnectorReference("web01"), null));
        await store.Local.DoAsync(new RevokeConnector(jane, new ConnectorReference("web01")));
        await store.Local.DoAsync(new GrantProfile(jane, new ProfileReference("nightly"), null));
        await store.Local.DoAsync(new AssignRole(jane, "Viewer", null));
        await store.Local.DoAsync(new UnassignRole(jane, "Viewer"));
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web01/alice"), jane));

        Assert.Equal(["revokeConnector", "grantConnector", "synchronizeConnector", "createConnector"], await OperationsAbout(store, "WEB01"));
        Assert.Equal(["grantProfile", "createProfile"], await OperationsAbout(store, profile.Id.ToString()));
        Assert.Equal(["unassignRole", "assignRole"], await OperationsAbout(store, "viewer"));
        string[] all = ["setAccountOwner", "unassignRole", "assignRole", "grantProfile", "revokeConnector", "grantConnector", "createUser"];
        Assert.Equal(all, await OperationsAbout(store, "jane"));
        Assert.Equal(all, await OperationsAbout(store, user.Id.ToString()));
        Assert.Equal(all, await OperationsAbout(store, "jan?"));
    }

    [Fact]
    public async Task A_refusal_names_all_that_was_asked_for()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        await store.Local.DoAsync(new CreateUser("bob", ["Operator"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateProfile("nightly"));

        await jane.RefusedAsync("AccessDenied", new GrantConnector(new UserReference("jane"), new ConnectorReference("web01"), null));
        await store.Local.RefusedAsync("NotFound", new AssignRole(new UserReference("bob"), "Nothing", null));

        AuditEvent refused = (await store.AuditAsync()).Last(one => one.Outcome == AuditOutcome.Refused);
        Assert.Equal(["jane on web01", "jane", "web01"], refused.Objects.Select(item => item.Name));
    }

    [Fact]
    public async Task An_approval_is_found_by_what_it_was_asked_for()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, "audit", null);
        Guid id = await world.ApprovedAsync(request);
        await world.Operator.RunAsync(request, id);

        string[] about = [.. (await OperationsAbout(world.Store, world.Backup.Text)).Distinct()];

        Assert.Equal(["lockBackup", "useApproval", "approveRequest", "requestApproval"], about);
    }

    [Fact]
    public async Task What_stands_beyond_the_end_is_not_taken_for_the_next_event_s()
    {
        await using Store store = await Store.CreateAsync();
        store.WriteGrants(2);
        long end = await store.AuditEndAsync();
        store.Tamper($"DELETE FROM audit_event WHERE sequence = {end}");

        store.WriteGrants(1);

        AuditVerification verification = await store.VerifyAsync();
        Assert.Equal([(AuditFindingKind.Missing, end)], verification.Findings.Select(finding => (finding.Kind, finding.First)));
    }

    [Fact]
    public async Task Events_about_an_object_are_found_by_an_index_however_many_there_are()
    {
        await using Store store = await Store.CreateAsync();
        string sql = ListAuditEventsHandler.Sql(new ListAuditEvents([], [], ["web01"], AuditOutcome.Succeeded, null, null, null));
        using StateConnection db = store.Database.Connect();

        IReadOnlyList<string> plan = [.. db.Query<PlanRow>($"EXPLAIN QUERY PLAN {sql}", new { from = long.MaxValue, outcome = "Succeeded", object0 = "web01" }).Select(row => row.Detail)];

        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN audit_", StringComparison.Ordinal));
        foreach (string index in new[] { "audit_event_object ", "audit_event_object_id ", "audit_object_name ", "audit_object_id " })
        {
            Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Whatever_stands_as_an_operation_in_the_log_is_known()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, "audit", null);
        await world.Operator.RunAsync(request, await world.ApprovedAsync(request));
        File.Delete(world.Store.HeadPath());
        await world.Store.WriteEventsAsync(1);

        string[] written = [.. (await world.Store.AuditAsync()).Select(one => one.Operation).Distinct()];

        Assert.Contains("auditLogHeadMissing", written);
        Assert.Empty(written.Except(AuditOperations.All));
        Assert.Empty(new[] { "signIn", "recordAccount", "startAuditLog", "exportAuditHead", "useApproval", "auditLogInterrupted" }.Except(AuditOperations.All));
        Assert.True(AuditOperations.Contains("SIGNIN"));
        Assert.False(AuditOperations.Contains("mistyped"));
    }

    private static async Task<string[]> OperationsAbout(Store store, string item, AuditOutcome? outcome = null) =>
        [.. (await store.Local.ListAsync(new ListAuditEvents([], [], [item], outcome, null, null, null))).Select(one => one.Operation)];

    private sealed record PlanRow(long Id, long Parent, long Notused, string Detail);
}
