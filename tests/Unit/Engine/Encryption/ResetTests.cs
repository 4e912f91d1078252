using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tests.Audit;

namespace BackupAccess.Engine.Tests.Encryption;

/// <summary>A reset of a key that the owner keeps: when it takes effect, what keeps it from that, and what it leaves.</summary>
public sealed class ResetTests
{
    private static readonly AccountReference s_alice = KeyScene.Alice;

    [Fact]
    public async Task It_takes_effect_after_the_delay_with_whatever_is_done_next_and_until_then_everything_goes_on()
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        Backup backup = await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        await using LocalClient owner = await scene.OwnerAsync();

        Account asked = await owner.DoAsync(new ResetEncryptionKey(s_alice));

        Assert.Equal(scene.Store.Clock.GetUtcNow() + TimeSpan.FromHours(72), asked.EncryptionResetAt);
        Assert.Equal(asked.EncryptionResetAt, (await owner.DoAsync(new ResetEncryptionKey(s_alice))).EncryptionResetAt);
        await scene.BackUpAsync();
        Advance(scene, TimeSpan.FromHours(71));
        await owner.DoAsync(new RestoreOverwrite(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = key }));
        Advance(scene, TimeSpan.FromHours(1));
        await owner.RefusedAsync("NoEncryptionKey", new RestoreOverwrite(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = key }));
        await scene.Local.RefusedAsync("NoEncryptionKey", new BackupAccount(s_alice, []));
        long before = await scene.Store.AuditEndAsync();
        await scene.BackUpAsync("bob");

        await RequireGoneAsync(scene, backup);
        IReadOnlyList<AuditEvent> told = [.. (await scene.Store.AuditAsync(before)).Where(one => one.Operation == "resetEncryptionKey")];
        Assert.Equal(["the encryption key was reset", "the encryption key was reset", KeyReset.Done], told.Select(one => one.Reason));
        Assert.All(told, one => Assert.Equal(("the engine", AuditOutcome.Succeeded), (one.Principal, one.Outcome)));
    }

    [SkippableFact]
    public async Task Without_a_delay_it_is_done_at_once_and_no_password_opens_anything_that_is_left()
    {
        Skip.IfNot(File.Exists("/usr/bin/restic"), "restic isn't installed here.");
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.Local.DoAsync(new UpdateSetting("encryption.resetDelayHours", ["0"]));
        Backup backup = await scene.BackUpAsync();
        await scene.CopyAsync(backup);
        string before = await scene.ExportAsync();
        string key = await scene.MoveToOwnerAsync();
        string[] repositories = scene.Repositories(backup.AccountId);

        Account reset = await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));

        Assert.Equal((KeyLocation.Remote, null, 0), (reset.Encryption, reset.EncryptionResetAt, reset.Backups));
        await RequireGoneAsync(scene, backup);
        Assert.Equal(2, repositories.Length);
        Assert.All(repositories, repository => Assert.Equal((false, false), (KeyScene.Opens(repository, key), KeyScene.Opens(repository, before))));
        Assert.Empty(scene.Holding(key));
        Assert.Equal(KeyReset.Done, (await scene.Store.AuditAsync())[^1].Reason);
    }

    [Fact]
    public async Task After_it_backups_wait_for_another_key_of_the_owners_or_of_the_engines()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.Local.DoAsync(new UpdateSetting("encryption.resetDelayHours", ["0"]));
        await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();
        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));

        await scene.Local.RefusedAsync("NoEncryptionKey", new BackupAccount(s_alice, []));
        await scene.Local.RefusedAsync("NoEncryptionKey", new ResetEncryptionKey(s_alice));
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        Backup next = await scene.BackUpAsync();
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(next)) { EncryptionKey = key }));

        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
        await scene.Local.DoAsync(new SetEncryptionKey(s_alice, KeyLocation.Local, null));
        Backup last = await scene.BackUpAsync();
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(last))));
    }

    [Fact]
    public async Task It_is_cancelled_until_it_is_due_by_the_owner_or_who_administers_the_account()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();
        await using LocalClient owner = await scene.OwnerAsync();
        await using LocalClient administering = await scene.Store.SignInAsync("keeper", ["BackupAdministrator"], "web01");
        await owner.RefusedAsync("Conflict", new CancelEncryptionReset(s_alice));

        foreach (LocalClient client in (LocalClient[])[owner, administering])
        {
            await owner.DoAsync(new ResetEncryptionKey(s_alice));
            Assert.Null((await client.DoAsync(new CancelEncryptionReset(s_alice))).EncryptionResetAt);
        }

        await administering.RefusedAsync("AccessDenied", new ResetEncryptionKey(s_alice));
        await owner.DoAsync(new ResetEncryptionKey(s_alice));
        Advance(scene, TimeSpan.FromHours(72));
        EngineException late = await owner.RefusedAsync("Conflict", new CancelEncryptionReset(s_alice));
        Assert.Contains("has taken effect", late.Message, StringComparison.Ordinal);
        Assert.Contains(await scene.Store.AuditAsync(), one => one is { Operation: "cancelEncryptionReset", Outcome: AuditOutcome.Succeeded, Principal: "keeper" } && one.Reason!.StartsWith("asked for by jane", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("72")]
    public async Task Where_the_key_command_fails_so_does_the_reset_and_nothing_is_deleted(string hours)
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        await scene.Local.DoAsync(new UpdateSetting("encryption.resetDelayHours", [hours]));
        Backup backup = await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        if (hours != "0")
        {
            await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
            Advance(scene, TimeSpan.FromHours(72));
        }

        scene.WriteCommand("delete");
        await scene.Local.RefusedAsync("KeyCommandFailed", new ResetEncryptionKey(s_alice));

        Assert.Equal(1, (await scene.AliceAsync()).Backups);
        Assert.NotEmpty(scene.Repositories(backup.AccountId));
        Assert.Single(Directory.GetFiles(scene.Keys));
        if (hours == "0")
        {
            Assert.Null((await scene.AliceAsync()).EncryptionResetAt);
            Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup)) { EncryptionKey = key }));
            await scene.Local.DoAsync(new LockBackup(new BackupReference(backup), null, null));
            return;
        }

        long before = await scene.Store.AuditEndAsync();
        await scene.BackUpAsync("bob");
        await scene.BackUpAsync("bob");
        AuditEvent failure = Assert.Single(await scene.Store.AuditAsync(before), one => one.Operation == "resetEncryptionKey");
        Assert.Equal((AuditOutcome.Failed, "the engine"), (failure.Outcome, failure.Principal));
        scene.WriteCommand();
        Advance(scene, TimeSpan.FromMinutes(10));
        await scene.BackUpAsync("bob");
        await RequireGoneAsync(scene, backup);
    }

    [Fact]
    public async Task A_locked_backup_and_one_under_a_legal_hold_refuse_it()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.Local.DoAsync(new UpdateSetting("encryption.resetDelayHours", ["0"]));
        Backup backup = await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();

        await scene.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", null));
        await scene.Local.RefusedAsync("LockedBackup", new ResetEncryptionKey(s_alice));
        await scene.Local.DoAsync(new UnlockBackup(new BackupReference(backup)));
        await scene.Local.DoAsync(new HoldBackup(new BackupReference(backup), "case 12", null));
        await scene.Local.RefusedAsync("LockedBackup", new ResetEncryptionKey(s_alice));
        Assert.Null((await scene.AliceAsync()).EncryptionResetAt);
        await scene.Local.DoAsync(new ReleaseHold(new BackupReference(backup)));

        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
        await RequireGoneAsync(scene, backup);
    }

    [Fact]
    public async Task A_lock_that_is_placed_meanwhile_makes_it_wait_and_the_backups_stay_readable()
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        Backup backup = await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
        await scene.Local.DoAsync(new HoldBackup(new BackupReference(backup), "case 12", null));
        Advance(scene, TimeSpan.FromHours(73));

        await scene.BackUpAsync("bob");
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup)) { EncryptionKey = key }));
        await scene.Local.RefusedAsync("LockedBackup", new ResetEncryptionKey(s_alice));
        await scene.Local.DoAsync(new ReleaseHold(new BackupReference(backup)));
        Advance(scene, TimeSpan.FromMinutes(10));
        await scene.BackUpAsync("bob");

        await RequireGoneAsync(scene, backup);
    }

    [Fact]
    public async Task Nothing_is_reset_by_a_clock_that_is_not_believed()
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        Backup backup = await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();
        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
        scene.Store.Clock.Advance(TimeSpan.FromDays(100));

        await scene.BackUpAsync("bob");
        Assert.NotNull((await scene.Local.DoAsync(new ResetEncryptionKey(s_alice))).EncryptionResetAt);
        Assert.NotEmpty(scene.Repositories(backup.AccountId));
        await scene.Local.DoAsync(new CancelEncryptionReset(s_alice));
        await scene.Local.RefusedAsync("ClockNotTrusted", new ResetEncryptionKey(s_alice));
        await scene.Local.DoAsync(new ConfirmClock());
        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
        Advance(scene, TimeSpan.FromHours(72));
        await scene.BackUpAsync("bob");
        await RequireGoneAsync(scene, backup);
    }

    [Fact]
    public async Task A_key_that_the_engine_keeps_is_not_reset_and_one_that_is_being_reset_not_changed()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.BackUpAsync();
        await scene.Local.RefusedAsync("Conflict", new ResetEncryptionKey(s_alice));
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));

        await scene.Local.RefusedAsync("Conflict", new SetEncryptionKey(s_alice, KeyLocation.Local, key));
    }

    [Fact]
    public async Task It_waits_for_other_work_on_the_account_and_keeps_nobody_waiting()
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        Backup backup = await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();
        await scene.Local.DoAsync(new ResetEncryptionKey(s_alice));
        Advance(scene, TimeSpan.FromHours(72));
        EngineServices services = new(scene.Store.OpenFolder(), scene.Store.Clock, scene.Store.Boot);
        AccountRow row;
        using (StateConnection db = scene.Store.Database.Connect())
        {
            row = AccountStore.Find(db, backup.AccountId)!;
        }

        await using (await AccountLease.TakeAsync(services, row, "other work", CancellationToken.None))
        {
            await scene.BackUpAsync("bob");
            Assert.NotEmpty(scene.Repositories(backup.AccountId));
        }

        await scene.BackUpAsync("bob");
        await RequireGoneAsync(scene, backup);
    }

    [Fact]
    public async Task Where_a_second_person_is_needed_one_is_asked()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.Local.DoAsync(new UpdateSetting("encryption.resetDelayHours", ["0"]));
        Backup backup = await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();
        await using LocalClient owner = await scene.OwnerAsync();
        await using LocalClient approver = await scene.Store.SignInAsync("boss", ["Administrator"]);
        await scene.Local.DoAsync(new UpdateSetting("approval.operations", ["resetEncryptionKey"]));

        Guid id = await owner.RequestAsync(new ResetEncryptionKey(s_alice));
        await approver.DoAsync(new ApproveRequest(id));
        await owner.RunAsync(new ResetEncryptionKey(s_alice), id);

        await RequireGoneAsync(scene, backup);
    }

    private static void Advance(KeyScene scene, TimeSpan by) => scene.Store.Clock.Advance(by);

    private static async Task RequireGoneAsync(KeyScene scene, Backup backup)
    {
        Assert.Empty(scene.Repositories(backup.AccountId));
        Assert.All(new[] { Path.Combine(scene.Store.StatePath, "repositories"), scene.Tape }, storage => Assert.DoesNotContain(backup.AccountId, new RecordFolder(storage).List()));
        Assert.False(File.Exists(Path.Combine(scene.Keys, backup.AccountId.ToString())));
        using StateConnection db = scene.Store.Database.Connect();
        foreach (string table in (string[])["repository", "backup", "encryption_reset", "record_due"])
        {
            Assert.Equal(0, db.QueryScalar<long>($"SELECT count(*) FROM {table} WHERE account_id = @id", new { id = backup.AccountId.ToString() }));
        }

        Account alice = await scene.AliceAsync();
        Assert.Equal((KeyLocation.Remote, null, 0), (alice.Encryption, alice.EncryptionResetAt, alice.Backups));
    }
}
