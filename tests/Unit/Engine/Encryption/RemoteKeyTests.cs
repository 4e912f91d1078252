using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Retention;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Tests.Encryption;

/// <summary>A key that the account's owner keeps: what opens with it, what without, and where it isn't.</summary>
public sealed class RemoteKeyTests
{
    private static readonly AccountReference s_alice = KeyScene.Alice;

    [Fact]
    public async Task Without_a_key_command_no_key_becomes_Remote()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        await scene.Local.DoAsync(new UpdateSetting("encryption.keyCommand", []));

        EngineException refusal = await scene.Local.RefusedAsync("KeyCommandFailed", new SetEncryptionKey(s_alice, KeyLocation.Remote, null));

        Assert.Equal("The key command fails for the encryption key of \"web01/alice\": no key command is set.", refusal.Message);
        Assert.Equal(KeyLocation.Local, (await scene.AliceAsync()).Encryption);
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup))));
    }

    [SkippableFact]
    public async Task A_stock_restic_opens_the_repositories_with_the_owners_key_and_with_no_password_from_before()
    {
        Skip.IfNot(File.Exists("/usr/bin/restic"), "restic isn't installed here.");
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        await scene.CopyAsync(backup);
        string before = await scene.ExportAsync();
        string old = Assert.Single(Directory.GetFiles(Path.Combine(scene.Repositories(backup.AccountId)[0], "keys")));
        File.Copy(old, $"{old}-tmp-unfinished");

        string key = await scene.MoveToOwnerAsync();
        await scene.BackUpAsync();

        Assert.Equal(2, scene.Repositories(backup.AccountId).Length);
        Assert.All(scene.Repositories(backup.AccountId), repository =>
        {
            Assert.True(KeyScene.Opens(repository, key), repository);
            Assert.False(KeyScene.Opens(repository, before), repository);
            Assert.Single(Directory.GetFiles(Path.Combine(repository, "keys")));
            Assert.Equal(0, KeyScene.Restic(repository, key, "check", "--read-data").ExitCode);
        });
    }

    [Fact]
    public async Task The_key_is_at_the_key_command_and_in_no_file_of_the_state_or_the_storages()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        await scene.CopyAsync(backup);

        string key = await scene.MoveToOwnerAsync();
        using (Secret presented = KeyScene.Key(key))
        {
            await scene.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = presented }));
            await scene.Local.ListAsync(new ListBackupFiles(new BackupReference(backup), null, "", BrowseDepth.All) { EncryptionKey = presented });
        }

        await scene.BackUpAsync();

        Assert.Equal([$"keys/{backup.AccountId}"], scene.Holding(key));
        using StateConnection db = scene.Store.Database.Connect();
        Assert.Equal(0, db.QueryScalar<long>("SELECT count(*) FROM repository WHERE sealed_password IS NOT NULL OR key_moving <> 0"));
        StateKey stateKey = StateKey.Read(Path.Combine(scene.Store.StatePath, "state.key"));
        Assert.All(new[] { Path.Combine(scene.Store.StatePath, "repositories"), scene.Tape }, storage =>
        {
            AccountRecord record = RecordSeal.Open(stateKey, backup.AccountId, new RecordFolder(storage).Get(backup.AccountId));
            Assert.Equal(("Remote", null), (record.Encryption, record.Password));
        });
    }

    [Fact]
    public async Task Every_look_at_content_needs_the_owners_key_whoever_asks()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        string text = await scene.MoveToOwnerAsync();
        await using LocalClient owner = await scene.OwnerAsync();
        await using LocalClient administrator = await scene.Store.SignInAsAdministratorAsync();
        using Secret key = KeyScene.Key(text);
        using Secret wrong = KeyScene.Key(new string('0', 64));

        foreach (LocalClient client in (LocalClient[])[scene.Local, administrator, owner])
        {
            foreach (Func<LocalClient, Secret?, Task> look in Looks(backup, scene.Store.Root))
            {
                Assert.Equal("EncryptionKeyRequired", (await Assert.ThrowsAnyAsync<EngineException>(() => look(client, null))).ErrorId);
                Assert.Equal("WrongEncryptionKey", (await Assert.ThrowsAnyAsync<EngineException>(() => look(client, wrong))).ErrorId);
                await look(client, key);
            }
        }

        Assert.Contains(await scene.Store.AuditAsync(), one => one.Reason == "The encryption key isn't that of \"web01/alice\"." && one.Outcome == AuditOutcome.Refused);
    }

    [Fact]
    public async Task A_clone_needs_the_key_of_the_account_that_it_is_of()
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        using Secret others = KeyScene.Key(await scene.MoveToOwnerAsync("bob"));
        CloneAccount clone = new(new RestoreSelection(s_alice, null, [BackupItem.HomeDirectory], []), new AccountReference("web01/bob"), RestoreConflict.Overwrite);

        await scene.Local.RefusedAsync("EncryptionKeyRequired", clone);
        await scene.Local.RefusedAsync("WrongEncryptionKey", clone with { Selection = clone.Selection with { EncryptionKey = others } });
        await scene.Local.DoAsync(clone with { Selection = clone.Selection with { EncryptionKey = key } });

        Assert.Equal("<?php // alice", scene.Store.Read("bob", "public_html/index.php"));
    }

    [Fact]
    public async Task What_is_restored_with_the_key_is_what_was_backed_up()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        scene.Store.Write("alice", "public_html/index.php", "spoilt");

        await scene.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = key }));

        Assert.Equal("<?php // alice", scene.Store.Read("alice", "public_html/index.php"));
    }

    [Fact]
    public async Task The_callers_key_decides_and_not_what_the_key_command_has()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        using Secret other = KeyScene.Key("another");
        File.WriteAllText(Path.Combine(scene.Keys, backup.AccountId.ToString()), "another\n");

        await scene.Local.RefusedAsync("WrongEncryptionKey", new ListBackupItems(new BackupReference(backup)) { EncryptionKey = other });
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup)) { EncryptionKey = key }));
        EngineException failure = await scene.Local.RefusedAsync("KeyCommandFailed", new BackupAccount(s_alice, []));
        Assert.Contains("opens no key", failure.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(scene.Keys, backup.AccountId.ToString()));
        await scene.Local.RefusedAsync("KeyCommandFailed", new BackupAccount(s_alice, []));
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup)) { EncryptionKey = key }));
    }

    [Fact]
    public async Task The_engines_own_work_goes_on_by_the_key_command()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup first = await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();

        Backup second = await scene.BackUpAsync();

        await scene.CopyAsync(second);
        Assert.True((await scene.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
        Assert.True((await scene.Local.DoAsync(new VerifyBackup(new BackupReference(second), VerifyDepth.Everything))).Passed);
        Assert.Equal(CatalogueOutcome.Unchanged, (await scene.Local.DoAsync(new RebuildCatalogue(s_alice, WorkMode.Apply))).Outcome);
        await scene.Local.DoAsync(new RepairRepository(s_alice, RepairDepth.Index, WorkMode.Apply));
        RetentionResult kept = await scene.Local.DoAsync(new ApplyRetention(s_alice, new RetentionPolicy { Last = 1 }, null, RetentionPrune.Prune, WorkMode.Apply));
        Assert.Equal((1, 1), (kept.Kept, kept.Deleted));
        await scene.Local.DoAsync(new AdoptCopy(s_alice, "tape", WorkMode.Apply));
        await scene.Local.DoAsync(new DeleteBackup(new BackupReference(second)));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task An_account_without_backup_has_its_first_under_the_owners_key()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        string key = await scene.MoveToOwnerAsync();

        Backup backup = await scene.BackUpAsync();

        using Secret presented = KeyScene.Key(key);
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup)) { EncryptionKey = presented }));
        await scene.Local.RefusedAsync("Conflict", new SetEncryptionKey(s_alice, KeyLocation.Remote, null));
    }

    [Fact]
    public async Task It_is_not_exported()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.BackUpAsync();
        await scene.MoveToOwnerAsync();

        await scene.Local.RefusedAsync("RemoteKey", new ExportEncryptionKey(s_alice));
    }

    [SkippableFact]
    public async Task Back_to_the_engine_it_takes_the_key_and_then_that_opens_nothing()
    {
        Skip.IfNot(File.Exists("/usr/bin/restic"), "restic isn't installed here.");
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        await scene.CopyAsync(backup);
        string key = await scene.MoveToOwnerAsync();
        using Secret presented = KeyScene.Key(key);
        using Secret wrong = KeyScene.Key("wrong");

        await scene.Local.RefusedAsync("EncryptionKeyRequired", new SetEncryptionKey(s_alice, KeyLocation.Local, null));
        await scene.Local.RefusedAsync("WrongEncryptionKey", new SetEncryptionKey(s_alice, KeyLocation.Local, wrong));
        Assert.Equal(KeyLocation.Remote, (await scene.AliceAsync()).Encryption);
        NewEncryptionKey moved = await scene.Local.DoAsync(new SetEncryptionKey(s_alice, KeyLocation.Local, presented));

        Assert.Equal((KeyLocation.Local, null), (moved.Location, moved.Key));
        Assert.Empty(Directory.GetFiles(scene.Keys));
        string now = await scene.ExportAsync();
        Assert.All(scene.Repositories(backup.AccountId), repository => Assert.Equal((true, false), (KeyScene.Opens(repository, now), KeyScene.Opens(repository, key))));
        await scene.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(s_alice, null, [], [])));
        Assert.Equal(now, await scene.ExportAsync());
        Assert.Null((await scene.Local.DoAsync(new SetEncryptionKey(s_alice, KeyLocation.Local, null))).Key);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("put")]
    public async Task A_key_command_that_fails_leaves_the_key_with_the_engine(string verb)
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        scene.WriteCommand(verb);

        EngineException failure = await scene.Local.RefusedAsync("KeyCommandFailed", new SetEncryptionKey(s_alice, KeyLocation.Remote, null));

        Assert.Contains("The command \"keys\" ended with 3", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Equal(KeyLocation.Local, (await scene.AliceAsync()).Encryption);
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup))));
        await scene.BackUpAsync();
        scene.WriteCommand();
        await scene.MoveToOwnerAsync();
        Assert.Single(Directory.GetFiles(Path.Combine(scene.Repositories(backup.AccountId)[0], "keys")));
    }

    [Fact]
    public async Task Who_reads_meanwhile_keeps_the_key_from_being_changed_and_the_next_attempt_goes_on_with_the_same()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        string before = await scene.ExportAsync();
        using (Secret password = KeyScene.Key(before))
        {
            LocalStorage storage = new(scene.Repositories(backup.AccountId)[0]);
            await using ResticRepository reading = await ResticRepository.OpenAsync(storage, password.Utf8, RepositoryOptions.Default with { TimeProvider = scene.Store.Clock }, default);
            await using RepositoryLock held = await reading.LockAsync(LockMode.Shared, default);

            await scene.Local.RefusedAsync("RepositoryLocked", new SetEncryptionKey(s_alice, KeyLocation.Remote, null));
        }

        Assert.Equal(KeyLocation.Local, (await scene.AliceAsync()).Encryption);
        await scene.Local.RefusedAsync("Conflict", new ExportEncryptionKey(s_alice));
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup))));
        string put = File.ReadAllText(Path.Combine(scene.Keys, backup.AccountId.ToString())).Trim();
        Assert.Equal(put, await scene.MoveToOwnerAsync());
    }

    [Fact]
    public async Task A_storage_that_is_not_there_may_hold_a_copy_and_keeps_the_key_from_being_changed()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.CopyAsync(await scene.BackUpAsync());
        string before = await scene.ExportAsync();
        Directory.Move(scene.Tape, scene.Tape + ".away");

        await scene.Local.RefusedAsync("StorageFailed", new SetEncryptionKey(s_alice, KeyLocation.Remote, null));

        Assert.Equal(before, await scene.ExportAsync());
        Assert.Empty(Directory.GetFiles(scene.Keys));
    }

    [Fact]
    public async Task The_third_wrong_key_in_a_row_makes_the_next_wait_longer_each_time_and_nobody_else()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        ListBackupItems look = new(new BackupReference(await scene.BackUpAsync()));
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        using Secret wrong = KeyScene.Key("wrong");
        await using LocalClient owner = await scene.OwnerAsync();
        await owner.RefusedAsync("WrongEncryptionKey", look with { EncryptionKey = wrong });
        await owner.RefusedAsync("WrongEncryptionKey", look with { EncryptionKey = wrong });
        await owner.DoAsync(look with { EncryptionKey = key });
        List<double> waits = [];
        for (int i = 0; i < 6; i++)
        {
            await owner.RefusedAsync("WrongEncryptionKey", look with { EncryptionKey = wrong });
            waits.Add(await WaitAsync(owner, look with { EncryptionKey = wrong }, isLooked: i < 2));
            scene.Store.Clock.Advance(TimeSpan.FromSeconds(waits[^1]));
        }

        Assert.Equal([0, 0, 1, 2, 4, 8], waits);
        await scene.Local.DoAsync(look with { EncryptionKey = key });
        await owner.DoAsync(look with { EncryptionKey = key });
    }

    [Fact]
    public async Task An_approval_of_a_restore_holds_no_key_and_the_key_is_presented_again()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        string text = await scene.MoveToOwnerAsync();
        await using LocalClient approver = await scene.Store.SignInAsync("boss", ["Administrator"]);
        await using LocalClient operating = await scene.Store.SignInAsync("oper", ["Operator"], "web01");
        await scene.Local.DoAsync(new UpdateSetting("approval.operations", ["restoreOverwrite"]));
        using Secret key = KeyScene.Key(text);
        RestoreSelection selection = new(null, new BackupReference(backup), [], []);

        await operating.RefusedAsync("EncryptionKeyRequired", new RestoreOverwrite(selection));
        Guid id = await operating.RequestAsync(new RestoreOverwrite(selection with { EncryptionKey = key }));
        await approver.DoAsync(new ApproveRequest(id));
        await operating.RefusedRunAsync("ApprovalMismatch", new RestoreOverwrite(selection), id);
        await operating.RunAsync(new RestoreOverwrite(selection with { EncryptionKey = key }), id);

        Assert.Equal([$"keys/{backup.AccountId}"], scene.Holding(text));
    }

    [Fact]
    public async Task A_lost_state_brings_the_account_back_where_the_key_command_knows_its_key_and_else_says_so()
    {
        await using KeyScene scene = await KeyScene.CreateAsync("bob");
        Backup backup = await scene.BackUpAsync();
        await scene.BackUpAsync("bob");
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        Forget(scene.Store);
        string kept = Path.Combine(scene.Keys, backup.AccountId.ToString());
        File.Move(kept, kept + ".away");

        IReadOnlyList<CatalogueUpdate> without = await scene.Local.DoAsync(new AdoptAccounts(WorkMode.Apply));
        File.Move(kept + ".away", kept);
        IReadOnlyList<CatalogueUpdate> with = await scene.Local.DoAsync(new AdoptAccounts(WorkMode.Apply));

        CatalogueUpdate failed = Assert.Single(without, one => one.Outcome == CatalogueOutcome.Failed);
        Assert.Contains("the command \"keys\" knows none", Assert.Single(failed.Findings), StringComparison.Ordinal);
        Assert.Contains(without, one => one is { Outcome: CatalogueOutcome.Adopted, Account: "web01/bob" });
        Assert.Contains(with, one => one is { Outcome: CatalogueOutcome.Adopted, Account: "web01/alice", Backups: 1 });
        Assert.Equal(KeyLocation.Remote, (await scene.AliceAsync()).Encryption);
        await scene.Local.RefusedAsync("EncryptionKeyRequired", new ListBackupItems(new BackupReference(backup.Id)));
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup.Id)) { EncryptionKey = key }));
        await scene.BackUpAsync();
    }

    private static async Task<double> WaitAsync(LocalClient client, ListBackupItems look, bool isLooked)
    {
        if (isLooked)
        {
            return 0;
        }

        EncryptionKeyException early = Assert.IsType<EncryptionKeyException>(await client.RefusedAsync("TooManyWrongKeys", look));
        return early.RetryAfter!.Value.TotalSeconds;
    }

    private static IReadOnlyList<Func<LocalClient, Secret?, Task>> Looks(Backup backup, string root)
    {
        RestoreSelection all = new(null, new BackupReference(backup), [], []);
        return
        [
            (client, key) => client.DoAsync(new RestoreOverwrite(all with { EncryptionKey = key })),
            (client, key) => client.DoAsync(new RestoreKeep(all with { EncryptionKey = key })),
            (client, key) => client.DoAsync(new RestoreRename(all with { EncryptionKey = key })),
            (client, key) => client.DoAsync(new RestoreToFolder(all with { EncryptionKey = key }, Path.Combine(root, "out"), RestoreConflict.Overwrite)),
            (client, key) => client.DoAsync(new ListBackupItems(all.Backup!) { EncryptionKey = key }),
            (client, key) => client.ListAsync(new ListBackupFiles(all.Backup!, null, "", BrowseDepth.Children) { EncryptionKey = key }),
            (client, key) => client.DoAsync(new Engine.Downloads.CreateDownload(all with { EncryptionKey = key }, Engine.Downloads.DownloadFormat.Zip)),
        ];
    }

    /// <summary>Takes every account out of the state, as if that had been lost.</summary>
    private static void Forget(Store store)
    {
        using StateTransaction transaction = store.Database.BeginImmediate();
        foreach (string table in (string[])["backup", "repository", "record_due", "account_lease", "account"])
        {
            transaction.Execute($"DELETE FROM {table}");
        }

        transaction.Commit();
    }
}
