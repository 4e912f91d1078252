using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>A plug-in around work: what it begins it is asked to end, whatever comes in between.</summary>
public sealed class BracketTests
{
    private static readonly RestoreSelection s_latest = new(PluginScene.Account, Backup: null, [], []);

    [Fact]
    public async Task A_backup_stands_between_what_its_plug_in_begins_and_ends()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("test \"$op\" != quiesce || echo frozen > \"$root/accounts/alice/state\"; test \"$op\" != unquiesce || echo thawed > \"$root/accounts/alice/state\"; ok");

        Backup backup = await scene.BackUpAsync();

        Assert.Equal(["preBackup", "quiesce", "unquiesce", "postBackup"], scene.Log);
        Assert.Equal((false, 0), (backup.Partial, scene.Left()));
        await scene.Store.Local.DoAsync(new RestoreOverwrite(s_latest));
        Assert.Equal("frozen\n", scene.Store.Read("alice", "state"));
    }

    [Fact]
    public async Task What_a_beginning_hands_on_the_end_is_given_and_how_the_work_went()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf '%s\\n' \"$in\" >> \"$root/told\"; test \"$op\" != quiesce || ok ',\"state\":{\"lsn\":\"0/1\"}'; ok");

        await scene.BackUpAsync();

        string[] told = scene.Read("told").Split('\n');
        Assert.Contains("\"configuration\":\"team/nightly\"", told[1], StringComparison.Ordinal);
        Assert.DoesNotContain("\"state\"", told[1], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"succeeded\",\"state\":{\"lsn\":\"0/1\"}", told[2], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"succeeded\",\"state\":null", told[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quiesce", "exit 1", "ended with 1", new[] { "preBackup", "quiesce", "unquiesce", "postBackup" })]
    [InlineData("preBackup", "exit 1", "ended with 1", new[] { "preBackup", "postBackup" })]
    [InlineData("quiesce", "exec tail -f /dev/null", "took longer than 1 seconds", new[] { "preBackup", "quiesce", "unquiesce", "postBackup" })]
    public async Task Where_a_beginning_fails_it_is_undone_and_so_is_what_was_begun_before_and_there_is_no_backup(string operation, string does, string how, string[] log)
    {
        await using PluginScene scene = await PluginScene.CreateAsync(
            $"test \"$op\" != {operation} || {{ {does}; }}; ok", $"[{{name: preBackup}}, {{name: quiesce}}, {{name: unquiesce}}, {{name: postBackup}}]".Replace($"name: {operation}", $"name: {operation}, timeout: {(does == "exit 1" ? 60 : 1)}", StringComparison.Ordinal));

        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => scene.BackUpAsync());

        Assert.Equal(("PluginFailed", $"The plug-in \"app\" ({operation}) {how}."), (failure.ErrorId, failure.Message));
        Assert.Equal(log, scene.Log);
        Assert.Empty(await scene.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
        Assert.Equal(0, scene.Left());
        Assert.Contains(await scene.Store.AuditAsync(), one => one is { Operation: "backupAccount", Outcome: AuditOutcome.Failed } && one.Reason == failure.Message);
    }

    [Fact]
    public async Task Where_the_archiving_fails_what_was_begun_is_ended()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf '%s\\n' \"$in\" >> \"$root/told\"; test \"$op\" != quiesce || mv \"$root/accounts/alice\" \"$root/accounts/gone\"; ok");

        await Assert.ThrowsAnyAsync<EngineException>(() => scene.BackUpAsync());

        Assert.Equal(["preBackup", "quiesce", "unquiesce", "postBackup"], scene.Log);
        Assert.Contains("\"outcome\":\"failed\"", scene.Read("told").Split('\n')[2], StringComparison.Ordinal);
        Assert.Equal(0, scene.Left());
    }

    [Theory]
    [InlineData("quiesce", new[] { "preBackup", "quiesce", "unquiesce", "postBackup" })]
    [InlineData("preBackup", new[] { "preBackup", "postBackup" })]
    public async Task What_was_begun_is_ended_where_the_work_is_stopped_meanwhile(string during, string[] log)
    {
        await using PluginScene scene = await PluginScene.CreateAsync($"test \"$op\" != {during} || {{ touch \"$root/begun\"; exec tail -f /dev/null; }}; ok");
        using CancellationTokenSource stop = new();
        Task<Backup> backup = scene.BackUpAsync(stop.Token);
        while (!File.Exists(scene.PathOf("begun")))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backup);
        Assert.Equal(log, scene.Log);
        Assert.Equal(0, scene.Left());
    }

    [Fact]
    public async Task A_backup_whose_plug_in_did_not_end_what_it_began_is_partial_and_the_end_is_tried_again()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("test \"$op\" != unquiesce -o -e \"$root/mended\" || { echo '{\"version\":1,\"status\":\"failed\",\"message\":\"still frozen\"}'; exit 1; }; ok");

        Backup backup = await scene.BackUpAsync();

        Assert.Equal(["The plug-in \"app\" (unquiesce) said: still frozen."], backup.Problems);
        Assert.Equal((true, 1L), (backup.Partial, scene.Left()));
        Assert.Contains(await scene.Store.AuditAsync(), one => one is { Operation: "undoPlugin", Outcome: AuditOutcome.Failed, Principal: "the engine" });
        await File.WriteAllTextAsync(scene.PathOf("mended"), "");
        scene.Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await scene.Store.SignInAsAdministratorAsync()).DisposeAsync();
        Assert.Equal(("unquiesce", 0L), (scene.Log[^1], scene.Left()));
        Assert.Contains(await scene.Store.AuditAsync(), one => one is { Operation: "undoPlugin", Outcome: AuditOutcome.Succeeded, Reason: "app unquiesce" });
    }

    [Fact]
    public async Task While_it_can_not_be_ended_nothing_more_is_begun()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("test \"$op\" != unquiesce || exit 1; ok");
        await scene.BackUpAsync();

        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => scene.BackUpAsync());

        Assert.Equal("The plug-in \"app\" (unquiesce) ended with 1.", failure.Message);
        Assert.Equal(["preBackup", "quiesce", "unquiesce", "postBackup", "unquiesce"], scene.Log);
        Assert.Equal(1, scene.Left());
    }

    [Fact]
    public async Task What_fails_to_be_ended_is_tried_less_and_less_often()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("test \"$op\" != unquiesce || exit 1; ok", "[{name: quiesce}, {name: unquiesce}]");
        await scene.BackUpAsync();
        List<int> tried = [];
        for (int minute = 0; minute < 10; minute++)
        {
            await (await scene.Store.SignInAsAdministratorAsync()).DisposeAsync();
            tried.Add(scene.Log.Length);
            scene.Store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([2, 3, 3, 4, 4, 4, 4, 5, 5, 5], tried);
    }

    [Fact]
    public async Task What_a_process_that_is_no_more_has_begun_ends_with_the_next_work_on_the_account()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf '%s\\n' \"$in\" >> \"$root/told\"; ok");
        Leave(scene);

        await scene.Store.Local.DoAsync(new BackupAccount(PluginScene.Account, []));

        Assert.Equal(["unquiesce", "postBackup"], scene.Log);
        Assert.All(scene.Read("told").Split('\n'), told => Assert.Contains("\"outcome\":\"interrupted\"", told, StringComparison.Ordinal));
        Assert.Equal(0, scene.Left());
    }

    [Fact]
    public async Task What_is_under_way_in_another_process_is_left_alone()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        Leave(scene);
        using (StateTransaction transaction = scene.Store.Database.BeginImmediate())
        {
            transaction.Execute(
                "INSERT INTO account_lease (account_id, holder, work, expires_at, renewals) SELECT account_id, 'elsewhere:1', 'backup', @until, 0 FROM plugin_undo LIMIT 1",
                new { until = scene.Store.Clock.GetUtcNow().AddMinutes(1).ToMicroseconds() });
            transaction.Commit();
        }

        await (await scene.Store.SignInAsAdministratorAsync()).DisposeAsync();
        Assert.Empty(scene.Log);
        scene.Store.Clock.Advance(TimeSpan.FromMinutes(10));
        await (await scene.Store.SignInAsAdministratorAsync()).DisposeAsync();
        Assert.Equal(["unquiesce", "postBackup"], scene.Log);
    }

    [Fact]
    public async Task A_restore_and_a_clone_stand_within_the_plug_in_of_the_backups_configuration()
    {
        const string Operations = "[{name: preRestore}, {name: postRestore}, {name: preClone}, {name: postClone}]";
        await using PluginScene scene = await PluginScene.CreateAsync("printf '%s\\n' \"$in\" >> \"$root/told\"; ok", Operations);
        Backup backup = await scene.BackUpAsync();

        await scene.Store.Local.DoAsync(new RestoreKeep(s_latest));
        await scene.Store.Local.DoAsync(new CloneAccount(s_latest, new AccountReference("web01/bob"), RestoreConflict.Keep));
        await scene.Store.Local.DoAsync(new RestoreToFolder(s_latest, scene.PathOf("elsewhere"), RestoreConflict.Overwrite));

        Assert.Equal(["preRestore", "postRestore", "preClone", "postClone"], scene.Log);
        string[] told = scene.Read("told").Split('\n');
        Assert.All(told, one => Assert.Contains($"\"backup\":\"{backup.Id}\"", one, StringComparison.Ordinal));
        Assert.Equal([true, true, false, false], told.Select(one => one.Contains("\"name\":\"alice\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_restore_whose_plug_in_refuses_to_begin_writes_nothing()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("test \"$op\" != preRestore || exit 1; ok", "[{name: preRestore}, {name: postRestore}]");
        await scene.BackUpAsync();
        File.Delete(Path.Combine(scene.Store.AccountsPath, "alice", "public_html", "index.php"));

        await scene.Store.Local.RefusedAsync("PluginFailed", new RestoreKeep(s_latest));

        Assert.Equal(["preRestore", "postRestore"], scene.Log);
        Assert.False(File.Exists(Path.Combine(scene.Store.AccountsPath, "alice", "public_html", "index.php")));
    }

    [Fact]
    public async Task A_restore_that_is_refused_asks_its_plug_in_nothing()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok", "[{name: preRestore}, {name: postRestore}]");
        await scene.BackUpAsync();
        await scene.Store.Local.DoAsync(new CreateRestoreCondition("terms", "Live data is replaced."));

        await scene.Store.Local.RefusedAsync("ConditionNotAccepted", new RestoreKeep(s_latest));

        Assert.Empty(scene.Log);
    }

    [Fact]
    public async Task A_restore_tells_what_its_plug_in_did_not_end()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("test \"$op\" != postRestore || exit 1; ok", "[{name: preRestore}, {name: postRestore}]");
        await scene.BackUpAsync();

        RestoreResult result = await scene.Store.Local.DoAsync(new RestoreKeep(s_latest));

        Assert.Equal(["The plug-in \"app\" (postRestore) ended with 1."], result.Problems);
        Assert.Equal(1, scene.Left());
    }

    [Fact]
    public async Task An_account_that_leaves_is_remembered_while_something_is_to_be_ended()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        Leave(scene);

        await scene.Store.Local.DoAsync(new RemoveAccount(PluginScene.Account));
        await (await scene.Store.SignInAsAdministratorAsync()).DisposeAsync();

        Assert.Equal(["unquiesce", "postBackup"], scene.Log.Distinct());
        Assert.Equal(0, scene.Left());
    }

    [Fact]
    public async Task A_backup_of_a_job_tells_its_plug_in_which()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf '%s' \"$in\" > \"$root/told\"; ok", "[{name: postBackup}]");

        BackupJob job = await scene.Store.Local.DoAsync(new RunConfiguration(new ConfigurationReference("team/nightly"), RetentionLabel.Daily, Schedule: null));
        await scene.Store.Local.WorkQueueAsync(ended: null, CancellationToken.None);

        Assert.Contains($"\"job\":\"{job.Id}\"", scene.Read("told"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plug_in_that_is_not_in_the_list_fails_the_backup()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        scene.Store.WriteCommands("commands: []");

        Assert.Equal("CommandNotAllowed", (await Assert.ThrowsAnyAsync<EngineException>(() => scene.BackUpAsync())).ErrorId);
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("exec tail -f /dev/null")]
    public async Task An_operation_of_its_own_that_fails_or_takes_too_long_is_undone_where_its_entry_says_how(string does)
    {
        string operations = $"[{{name: \"custom:freeze\", timeout: {(does == "exit 1" ? 60 : 1)}, undo: \"custom:thaw\"}}, {{name: \"custom:thaw\"}}]";
        await using PluginScene scene = await PluginScene.CreateAsync($"test \"$op\" != custom:freeze || test -e \"$root/fine\" || {{ {does}; }}; ok", operations);

        await scene.Store.Local.RefusedAsync("PluginFailed", new RunPlugin(new PluginReference("app"), "custom:freeze", PluginScene.Account));
        Assert.Equal(["custom:freeze", "custom:thaw"], scene.Log);
        Assert.Equal(0, scene.Left());
        await File.WriteAllTextAsync(scene.PathOf("fine"), "");
        await scene.AskAsync("custom:freeze");

        Assert.Equal(["custom:freeze", "custom:thaw", "custom:freeze"], scene.Log);
        Assert.Equal(0, scene.Left());
    }

    [Theory]
    [InlineData("quiesce")]
    [InlineData("unquiesce")]
    [InlineData("preBackup")]
    [InlineData("custom:")]
    [InlineData("custom:a b")]
    [InlineData("reboot")]
    public async Task What_belongs_around_work_nobody_asks_for_by_hand(string operation)
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");

        await scene.Store.Local.RefusedAsync("InvalidValue", new RunPlugin(new PluginReference("app"), operation, PluginScene.Account));
        Assert.Empty(scene.Log);
    }

    /// <summary>Writes what a killed process leaves.</summary>
    private static void Leave(PluginScene scene)
    {
        using StateTransaction transaction = scene.Store.Database.BeginImmediate();
        AccountRow account = Assert.Single(AccountStore.FindLive(transaction, "alice"));
        foreach (string operation in new[] { "postBackup", "unquiesce" })
        {
            PluginUndoStore.Insert(transaction, new PluginUndo(Guid.CreateVersion7().ToString(), account.Id, 0, "app", operation, $$"""{"version":1,"operation":"{{operation}}"}""", null, 0, 0));
        }

        transaction.Commit();
    }
}
