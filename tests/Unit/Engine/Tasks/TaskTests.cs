using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;
using static BackupAccess.Engine.Tests.Tasks.TaskWorld;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>Work that lasts is a task, of a caller who waits as of one who doesn't.</summary>
public sealed class TaskTests
{
    [Fact]
    public async Task A_backup_that_its_caller_waits_for_is_a_task_that_others_see()
    {
        await using TaskWorld world = await CreateAsync("alice");
        Backup backup = await world.Store.Local.DoAsync(BackupOf("alice"));
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Viewer"], "web01");

        WorkTask task = Assert.Single(await jane.ListAsync(new ListTasks([], ["alice"], ["web*"], [TaskState.Completed], [TaskKind.Backup], null)));

        Assert.Equal(("web01/alice", "backupAccount", "local:tester", 50, 1), (task.Account, task.Operation, task.Requester, task.Priority, task.Attempts));
        Assert.Equal((backup.Id, backup.Files, null), (task.BackupId, task.Files, task.Message));
        Assert.True(task.HasEnded);
        Assert.Empty(await jane.ListAsync(new ListTasks([], ["bob"], [], [], [], null)));
        Assert.Empty(await jane.ListAsync(new ListTasks([], [], [], [TaskState.Failed], [], null)));
        Assert.Empty(await jane.ListAsync(new ListTasks([], [], [], [], [TaskKind.Restore], null)));
        Assert.Empty(await jane.ListAsync(new ListTasks([], [], [], [], [], world.Store.Clock.GetUtcNow().AddSeconds(1))));
    }

    [Fact]
    public async Task What_a_task_restored_and_the_download_that_it_made_are_told()
    {
        await using TaskWorld world = await CreateAsync("alice");
        Backup backup = await world.Store.Local.DoAsync(BackupOf("alice"));
        RestoreResult restored = await world.Store.Local.DoAsync(new RestoreOverwrite(LatestOf("alice")));
        Download download = await world.Store.Local.DoAsync(new CreateDownload(LatestOf("alice"), DownloadFormat.Zip));

        List<WorkTask> tasks = await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null));

        WorkTask restore = Assert.Single(tasks, task => task.Kind == TaskKind.Restore);
        Assert.Equal((100_050, restored.Files, backup.Id), (restore.Priority, restore.Restored!.Files, restore.BackupId));
        Assert.Equal(download.Id, Assert.Single(tasks, task => task.Kind == TaskKind.Download).DownloadId);
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_a_task_that_failed_and_says_why()
    {
        await using TaskWorld world = await CreateAsync("alice");
        Directory.Delete(Path.Combine(world.Store.AccountsPath, "alice"), recursive: true);

        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => world.Store.Local.DoAsync(BackupOf("alice")));

        WorkTask task = Assert.Single(await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null)));
        Assert.Equal((TaskState.Failed, failure.ErrorId, failure.Message), (task.State, task.ErrorId, task.Message));
    }

    [Fact]
    public async Task Queued_work_returns_at_once_and_is_done_as_who_asked_for_it()
    {
        await using TaskWorld world = await CreateAsync("alice");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        TaskRow busy = world.Occupy("alice", TaskKind.Backup);
        WorkTask queued = await QueueAsync(jane, BackupOf("alice"));
        Assert.Equal((TaskState.Queued, "jane", 0), (queued.State, queued.Requester, queued.Attempts));
        world.End(busy);

        WorkTask task = await world.UntilAsync(queued.Id, one => one.HasEnded);

        Assert.Equal(TaskState.Completed, task.State);
        Assert.Equal(task.BackupId, Assert.Single(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))).Id);
        AuditEvent[] told = [.. (await world.Store.AuditAsync()).Where(one => one.Principal == "jane" && one.Operation is "queueTask" or "backupAccount")];
        Assert.Equal(
            [("queueTask", "Test", AuditOutcome.Succeeded), ("backupAccount", "Queue", AuditOutcome.Attempted), ("backupAccount", "Queue", AuditOutcome.Succeeded)],
            told.Select(one => (one.Operation, one.Channel, one.Outcome)));
        Assert.Equal(queued.Id.ToString(), told[0].ObjectId);
    }

    [Fact]
    public async Task What_would_be_refused_or_can_be_seen_to_fail_is_not_queued()
    {
        await using TaskWorld world = await CreateAsync("alice");
        await using LocalClient viewer = await world.Store.SignInAsync("viewer", ["Viewer"], "web01");
        Assert.Equal("AccessDenied", (await Assert.ThrowsAnyAsync<EngineException>(() => QueueAsync(viewer, BackupOf("alice")))).ErrorId);
        Assert.Equal("NotFound", (await Assert.ThrowsAnyAsync<EngineException>(() => QueueAsync(viewer, BackupOf("nobody")))).ErrorId);
        Assert.Equal("InvalidValue", (await Assert.ThrowsAnyAsync<EngineException>(() => QueueAsync(world.Store.Local, new ListUserNames()))).ErrorId);
        await world.Store.Local.DoAsync(new UpdateSetting("onDemand.maximum", ["0"]));
        Assert.Equal("QuotaExceeded", (await Assert.ThrowsAnyAsync<EngineException>(() => QueueAsync(world.Store.Local, BackupOf("alice")))).ErrorId);

        Assert.Empty(await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null)));
    }

    [Fact]
    public async Task An_account_has_a_hundred_tasks_at_once_and_no_more()
    {
        await using TaskWorld world = await CreateAsync("alice", "bob");
        for (int i = 0; i < TaskQueue.MostOfAccount; i++)
        {
            world.Add(TestTasks.Row(world.Row("alice"), TaskKind.Backup));
        }

        Assert.Equal("QuotaExceeded", Assert.Throws<ConflictException>(() => world.Add(TestTasks.Row(world.Row("alice"), TaskKind.Backup))).ErrorId);
        world.Add(TestTasks.Row(world.Row("bob"), TaskKind.Backup));
    }

    [Theory]
    [InlineData("disabled", "SessionEnded")]
    [InlineData("removed", "SessionEnded")]
    [InlineData("revoked", "NotFound")]
    [InlineData("unassigned", "NotFound")]
    public async Task A_task_whose_requester_lost_the_right_meanwhile_fails_with_the_refusal(string change, string errorId)
    {
        await using TaskWorld world = await CreateAsync("alice");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        UserReference user = new("jane");
        TaskRow busy = world.Occupy("alice", TaskKind.Backup);
        WorkTask queued = await QueueAsync(jane, BackupOf("alice"));
        await (change switch
        {
            "disabled" => world.Store.Local.DoAsync(new DisableUser(user)),
            "removed" => world.Store.Local.DoAsync(new RemoveUser(user)),
            "revoked" => (Task)world.Store.Local.DoAsync(new RevokeConnector(user, new ConnectorReference("web01"))),
            _ => world.Store.Local.DoAsync(new UnassignRole(user, "BackupAdministrator")),
        });
        world.End(busy);

        WorkTask task = await world.WorkAsync(queued.Id);

        Assert.Equal((TaskState.Failed, errorId), (task.State, task.ErrorId));
        Assert.Empty(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
        Assert.Contains(await world.Store.AuditAsync(), one => one is { Principal: "jane", Operation: "backupAccount", Outcome: AuditOutcome.Refused });
    }

    [Fact]
    public async Task Disabling_a_user_stops_the_tasks_that_run_for_it()
    {
        await using TaskWorld world = await CreateSlowAsync("alice");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["BackupAdministrator"], "slow");
        WorkTask queued = await QueueAsync(jane, BackupOf("alice"));
        await world.UntilAsync(queued.Id, task => task.State == TaskState.Running);

        await world.Store.Local.DoAsync(new DisableUser(new UserReference("jane")));

        WorkTask task = await world.UntilAsync(queued.Id, one => one.HasEnded);
        Assert.Equal((TaskState.Failed, "SessionEnded"), (task.State, task.ErrorId));
        Assert.Empty(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
    }

    [Fact]
    public async Task Ended_tasks_are_cleared_after_their_time_by_who_queues_next()
    {
        await using TaskWorld world = await CreateAsync("alice");
        await world.Store.Local.DoAsync(BackupOf("alice"));
        world.Store.Clock.Advance(TimeSpan.FromDays(29));
        await world.Store.Local.DoAsync(BackupOf("alice"));
        Assert.Equal(2, (await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null))).Count);

        await world.Store.Local.DoAsync(new UpdateSetting("tasks.retentionDays", ["28"]));
        await world.Store.Local.DoAsync(BackupOf("alice"));

        Assert.Equal(2, (await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null))).Count);
    }
}
