using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Operations;

/// <summary>What the door does with every passage, whatever the operation.</summary>
public sealed class DoorTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_refusal_is_audited_with_its_reason()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"], "web01");
        long end = await store.AuditEndAsync();

        await jane.RefusedAsync("AccessDenied", new BackupAccount(s_alice, []));

        AuditEvent refusal = Assert.Single(await store.AuditAsync(end));
        Assert.Equal(("jane", "backupAccount", "account", "web01/alice"), (refusal.Principal, refusal.Operation, refusal.ObjectKind, refusal.ObjectName));
        Assert.Equal(AuditOutcome.Refused, refusal.Outcome);
        Assert.Contains("FullSupport has no permission that holds backupAccount", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(("Test", "local", jane.Session.AccessKeyId), (refusal.Channel, refusal.Address, refusal.AccessKeyId));
    }

    [Fact]
    public async Task A_refusal_for_what_may_not_be_known_is_audited_as_asked_for()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"]);
        long end = await store.AuditEndAsync();

        await jane.RefusedAsync("NotFound", new RestoreKeep(new RestoreSelection(s_alice, null, [], [])));

        AuditEvent refusal = Assert.Single(await store.AuditAsync(end));
        Assert.Equal((AuditOutcome.Refused, "account", "web01/alice", null), (refusal.Outcome, refusal.ObjectKind, refusal.ObjectName, refusal.ObjectId));
    }

    [Fact]
    public async Task A_change_is_audited_with_what_it_changed()
    {
        await using Store store = await Store.CreateAsync();
        long end = await store.AuditEndAsync();

        User jane = await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new AssignRole(new UserReference("jane"), "viewer", null));

        Assert.Equal(
            [("createUser", "jane", (string?)jane.Id.ToString(), AuditOutcome.Succeeded), ("assignRole", "jane", jane.Id.ToString(), AuditOutcome.Succeeded)],
            (await store.AuditAsync(end)).Select(one => (one.Operation, one.ObjectName!, one.ObjectId, one.Outcome)));
        Assert.All(await store.AuditAsync(end), one => Assert.Equal("local:tester", one.Principal));
    }

    [Fact]
    public async Task A_failing_change_leaves_neither_the_change_nor_a_success()
    {
        await using Store store = await Store.CreateAsync();
        long end = await store.AuditEndAsync();

        await store.Local.RefusedAsync("NotFound", new CreateUser("jane", ["Viewer", "NoSuchRole"], ConsoleAccess.Off, null, null));

        Assert.Empty(await store.Local.ListAsync(new ListUsers(["jane"])));
        Assert.DoesNotContain(await store.AuditAsync(end), one => one.Outcome == AuditOutcome.Succeeded);
        Assert.Single(await store.AuditAsync(end));
    }

    [Fact]
    public async Task Work_is_audited_when_it_begins_and_when_it_ends()
    {
        await using Store store = await Store.CreateAsync("alice");
        long end = await store.AuditEndAsync();

        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, "", BrowseDepth.Children));

        Assert.Equal(
            [
                ("backupAccount", AuditOutcome.Attempted), ("backupAccount", AuditOutcome.Succeeded),
                ("listBackupFiles", AuditOutcome.Attempted), ("listBackupFiles", AuditOutcome.Succeeded),
            ],
            (await store.AuditAsync(end)).Select(one => (one.Operation, one.Outcome)));
    }

    [Fact]
    public async Task Work_that_fails_is_audited_as_failed()
    {
        await using Store store = await Store.CreateAsync("alice");
        Directory.Move(Path.Combine(store.AccountsPath, "alice"), Path.Combine(store.Root, "elsewhere"));
        long end = await store.AuditEndAsync();

        EngineException failure = await store.Local.RefusedAsync("SourceUnavailable", new BackupAccount(s_alice, []));

        IReadOnlyList<AuditEvent> events = await store.AuditAsync(end);
        Assert.Equal([AuditOutcome.Attempted, AuditOutcome.Failed], events.Select(one => one.Outcome));
        Assert.Equal(failure.Message, events[1].Reason);
    }

    [Fact]
    public async Task Cancelled_work_is_audited_as_failed()
    {
        await using Store store = await Store.CreateAsync("alice");
        long end = await store.AuditEndAsync();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Local.InvokeAsync(new BackupAccount(s_alice, []), null, cancelled.Token));

        Assert.Equal([AuditOutcome.Attempted, AuditOutcome.Failed], (await store.AuditAsync(end)).Select(one => one.Outcome));
        Assert.Empty(await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
    }

    [Fact]
    public async Task Plain_reading_is_not_audited()
    {
        await using Store store = await Store.CreateAsync("alice");
        long end = await store.AuditEndAsync();

        await store.Local.ListAsync(new ListUsers([]));
        await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live));

        Assert.Empty(await store.AuditAsync(end));
    }

    [Fact]
    public async Task A_bad_value_is_refused_before_anything_is_looked_up()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient nobody = await store.SignInAsync("nobody", []);
        long end = await store.AuditEndAsync();

        await nobody.RefusedAsync("InvalidName", new CreateUser("no name", [], ConsoleAccess.Off, null, null));
        await nobody.RefusedAsync("InvalidValue", new RestoreKeep(new RestoreSelection(null, null, [], [])));

        Assert.Empty(await store.AuditAsync(end));
    }

    [Fact]
    public async Task A_revocation_by_another_client_holds_from_the_next_act_on()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        await jane.DoAsync(new BackupAccount(s_alice, []));
        await using LocalClient other = await LocalClient.ConnectAsync(store.Description, new SignIn.Local("another"), default);

        await other.DoAsync(new RevokeConnector(new UserReference("jane"), new ConnectorReference("web01")));

        await jane.RefusedAsync("NotFound", new BackupAccount(s_alice, []));
    }

    [Fact]
    public async Task A_policy_seen_in_a_change_that_failed_is_never_used_again()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["Administrator"]);

        // Two changes of the policy succeed within jane's apply and raise its version; the third is refused and undoes them.
        await jane.RefusedAsync("InvalidValue", new ApplyState([Document("""
            users:
              - name: one
              - name: two
              - name: three
                until: 2001-01-01
            """)]));

        // As many real changes bring the version to the same number, and one of them takes jane's role.
        await store.Local.DoAsync(new UnassignRole(new UserReference("jane"), "Administrator"));
        await store.Local.DoAsync(new CreateUser("somebody", [], ConsoleAccess.Off, null, null));

        await jane.RefusedAsync("AccessDenied", new ListRoles([]));
    }

    [Fact]
    public async Task A_right_lost_between_the_decision_and_the_change_refuses_the_change()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["Administrator"]);
        StateDatabase database = StateDatabase.Open(Path.Combine(store.StatePath, "state.db"), store.Clock);

        // Jane's change passes its decision and waits for the writer, who takes her role before letting go.
        Task<User> change;
        using (StateTransaction writer = database.BeginImmediate())
        {
            long before = writer.QueryScalar<long>("SELECT value FROM policy_version");
            change = Task.Run(() => jane.DoAsync(new CreateUser("mallory", [], ConsoleAccess.Off, null, null)));
            writer.Execute("DELETE FROM user_role WHERE role = 'Administrator' AND user_id IN (SELECT id FROM app_user WHERE name = 'jane')");
            writer.Execute("UPDATE policy_version SET value = @next", new { next = before + 1 });
            writer.Commit();
        }

        AccessDeniedException refusal = await Assert.ThrowsAsync<AccessDeniedException>(() => change);
        Assert.Equal("jane", refusal.Principal);
        Assert.Empty(await store.Local.ListAsync(new ListUsers(["mallory"])));
    }

    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_once_leave_one()
    {
        for (int round = 0; round < 5; round++)
        {
            await using Store store = await Store.CreateAsync();
            await using LocalClient one = await store.SignInAsync("one", ["Administrator"]);
            await using LocalClient two = await store.SignInAsync("two", ["Administrator"]);
            await store.Local.DoAsync(new RemoveUser(new UserReference("root-admin")));
            using Barrier together = new(2);

            EngineException?[] results = await Task.WhenAll(Remove(one, "two", together), Remove(two, "one", together));

            User left = Assert.Single(await store.Local.ListAsync(new ListUsers([])));
            EngineException failure = Assert.Single(results, result => result is not null)!;
            Assert.True(failure.ErrorId is "LastAdministrator" or "SessionEnded", failure.ErrorId);
            Assert.Equal(["Administrator"], left.Roles);
        }
    }

    [Fact]
    public async Task Parallel_removals_by_the_local_principal_leave_the_last_administrator()
    {
        await using Store store = await Store.CreateAsync();
        string[] names = ["root-admin", "one", "two", "three"];
        foreach (string name in names.Skip(1))
        {
            await store.Local.DoAsync(new CreateUser(name, ["Administrator"], ConsoleAccess.Off, null, null));
            await store.Local.DoAsync(new CreateAccessKey(new UserReference(name), null));
        }

        using Barrier together = new(names.Length);
        EngineException?[] results = await Task.WhenAll(names.Select(name => Remove(store.Local, name, together)));

        Assert.Single(await store.Local.ListAsync(new ListUsers([])));
        Assert.Equal("LastAdministrator", Assert.Single(results, result => result is not null)!.ErrorId);
    }

    private static Task<EngineException?> Remove(LocalClient client, string user, Barrier together) => Task.Run(async () =>
    {
        together.SignalAndWait();
        try
        {
            await client.DoAsync(new RemoveUser(new UserReference(user)));
            return null;
        }
        catch (EngineException e)
        {
            return e;
        }
    });

    private static StateDocument Document(string text) => new("test.yaml", "/", "apiVersion: backupaccess/v1\nkind: State\n" + text);
}
