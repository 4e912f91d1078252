using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Operations;

public sealed class WorkTests
{
    [Fact]
    public async Task Work_that_waited_for_the_account_is_refused_when_the_right_to_it_has_gone_meanwhile()
    {
        await using Store store = await Store.CreateAsync("alice");
        AccountReference alice = new("alice");
        await store.Local.DoAsync(new BackupAccount(alice, []));
        store.Write("alice", "public_html/index.php", "live");
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"], "web01");

        Task<RestoreResult> restore;
        AccountLease busy = await TakeAsync(store, "alice");
        await using (busy)
        {
            restore = jane.DoAsync(new RestoreOverwrite(new RestoreSelection(alice, null, [], [])));
            await store.Local.DoAsync(new DisableUser(new UserReference("jane")));
        }

        EngineException refusal = await Assert.ThrowsAnyAsync<EngineException>(() => restore);
        Assert.Equal("SessionEnded", refusal.ErrorId);
        Assert.Equal("live", store.Read("alice", "public_html/index.php"));
        Assert.Equal(AuditOutcome.Refused, (await store.AuditAsync()).Last(e => e.Operation == "restoreOverwrite").Outcome);
    }

    [Fact]
    public async Task Work_that_waited_is_not_done_to_another_account_that_the_name_means_by_then()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "alice");
        await store.Local.DoAsync(new BackupAccount(new AccountReference("web02/alice"), []));
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");

        Task<Backup> backup;
        AccountLease busy = await TakeAsync(store, "alice", "web01");
        await using (busy)
        {
            backup = jane.DoAsync(new BackupAccount(new AccountReference("alice"), []));
            await store.Local.DoAsync(new GrantConnector(new UserReference("jane"), new ConnectorReference("web02"), Until: null));
            await store.Local.DoAsync(new RevokeConnector(new UserReference("jane"), new ConnectorReference("web01")));
        }

        EngineException refusal = await Assert.ThrowsAnyAsync<EngineException>(() => backup);
        Assert.Equal("Conflict", refusal.ErrorId);
        Assert.Single(await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
    }

    [SkippableFact]
    public async Task A_state_folder_of_another_user_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root gives folders away.");
        await using Store store = await Store.CreateAsync();
        using (System.Diagnostics.Process chown = System.Diagnostics.Process.Start("chown", ["1501", store.StatePath]))
        {
            await chown.WaitForExitAsync();
        }

        StateException refusal = await Assert.ThrowsAsync<StateException>(() =>
            LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default));

        Assert.Equal("InsecurePermissions", refusal.ErrorId);
    }

    private static async Task<AccountLease> TakeAsync(Store store, string account, string connector = "web01")
    {
        EngineServices services = new(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot);
        using StateConnection db = services.Database.Connect();
        return await AccountLease.TakeAsync(services, Assert.Single(AccountStore.FindLive(db, account), one => one.Connector == connector), "test", default);
    }
}
