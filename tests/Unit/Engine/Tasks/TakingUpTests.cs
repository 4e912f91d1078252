using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;
using BackupAccess.Repository.Tests;
using static BackupAccess.Engine.Tests.Tasks.TaskWorld;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>What a process that is no more has left is taken up again, and nothing is done twice.</summary>
public sealed class TakingUpTests
{
    [Fact]
    public async Task A_task_whose_worker_has_ended_is_taken_up_by_another()
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow left = world.Occupy("alice", TaskKind.Backup, world.Gone);

        Assert.Equal(TaskState.Queued, (await world.ShowAsync(Guid.Parse(left.Id))).State);
        WorkTask task = await world.WorkAsync(Guid.Parse(left.Id));

        Assert.Equal((TaskState.Completed, 2), (task.State, task.Attempts));
        Assert.Equal(left.ProductId, Assert.Single(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))).Id.ToString());
        Assert.Contains(await world.Store.AuditAsync(), one => one is { Principal: "local:somebody", Outcome: AuditOutcome.Failed, Reason: "the process that ran it ended" });
    }

    [Fact]
    public async Task A_worker_that_was_silent_for_its_term_loses_the_task_whatever_the_wall_clocks_say()
    {
        await using TaskWorld world = await CreateAsync("alice");
        ManualTime time = new();
        TaskQueue queue = world.QueueAt(time);
        TaskRow left = world.Occupy("alice", TaskKind.Backup);

        queue.Settle();
        time.Advance(Lease.Term - TimeSpan.FromSeconds(1));
        queue.Settle();
        Assert.True(world.Find(left.Id).IsRunning);
        time.Advance(TimeSpan.FromSeconds(1));
        queue.Settle();

        Assert.True(world.Find(left.Id).IsQueued);
    }

    [Fact]
    public async Task A_worker_that_renews_keeps_the_task()
    {
        await using TaskWorld world = await CreateAsync("alice");
        ManualTime time = new();
        TaskQueue queue = world.QueueAt(time);
        TaskRow running = world.Occupy("alice", TaskKind.Backup);
        for (int i = 0; i < 10; i++)
        {
            queue.Settle();
            world.Execute("UPDATE task SET renewals = renewals + 1 WHERE id = @Id", new { running.Id });
            time.Advance(Lease.Term - TimeSpan.FromSeconds(1));
        }

        Assert.True(world.Find(running.Id).IsRunning);
    }

    [Fact]
    public async Task After_the_third_attempt_a_task_is_given_up()
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow left = world.Occupy("alice", TaskKind.Backup, world.Gone);
        for (int attempt = 2; attempt <= TaskQueue.MostAttempts; attempt++)
        {
            Assert.Equal(attempt, world.Queue.Take(world.Gone)!.Attempts);
        }

        WorkTask task = await world.ShowAsync(Guid.Parse(left.Id));

        Assert.Equal((TaskState.Failed, "WorkerLost", "the process that ran it ended, for the third time"), (task.State, task.ErrorId, task.Message));
    }

    [Theory]
    [InlineData("UPDATE task SET direct = 1 WHERE id = @Id")]
    [InlineData("UPDATE task SET repeatable = 0, begun = 1 WHERE id = @Id")]
    public async Task What_its_caller_ran_or_can_not_be_repeated_has_failed_with_its_process(string change)
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow left = world.Occupy("alice", TaskKind.Restore, world.Gone);
        world.Execute(change, new { left.Id });

        WorkTask task = await world.ShowAsync(Guid.Parse(left.Id));

        Assert.Equal((TaskState.Failed, "WorkerLost"), (task.State, task.ErrorId));
    }

    [Fact]
    public async Task A_task_that_was_to_be_stopped_when_its_worker_ended_is_stopped()
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow left = world.Occupy("alice", TaskKind.Backup, world.Gone);
        world.Execute("UPDATE task SET stopped_by = 'jane' WHERE id = @Id", new { left.Id });

        Assert.Equal(TaskState.Stopped, (await world.ShowAsync(Guid.Parse(left.Id))).State);
    }

    [Fact]
    public async Task The_snapshot_of_an_attempt_that_was_cut_off_gives_way_to_the_next()
    {
        await using TaskWorld world = await CreateAsync("alice");
        Backup cut = await world.Store.Local.DoAsync(BackupOf("alice"));
        WorkTask task = Assert.Single(await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null)));
        Reopen(world, task);
        world.Execute("DELETE FROM backup WHERE id = @Id", new { Id = cut.Id.ToString() });

        WorkTask again = await world.WorkAsync(task.Id);

        Backup backup = Assert.Single(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
        Assert.Equal((cut.Id, cut.Id), (backup.Id, again.BackupId));
        Assert.Single(Directory.GetFiles(Path.Combine(world.Store.StatePath, "repositories"), "*", SearchOption.AllDirectories), file => file.Contains("/snapshots/", StringComparison.Ordinal));
        Assert.True((await world.Store.Local.DoAsync(new VerifyRepository(new AccountReference("alice"), VerifyDepth.Structure))).Passed);
    }

    [Fact]
    public async Task A_backup_that_the_catalogue_took_up_meanwhile_is_not_made_twice()
    {
        await using TaskWorld world = await CreateAsync("alice");
        Backup made = await world.Store.Local.DoAsync(BackupOf("alice"));
        WorkTask task = Assert.Single(await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null)));
        Reopen(world, task);

        Assert.Equal(made.Id, (await world.WorkAsync(task.Id)).BackupId);
        Assert.Equal(made.Snapshot, Assert.Single(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null))).Snapshot);
    }

    [Fact]
    public async Task A_restore_that_is_done_again_counts_once_and_a_download_stands_once()
    {
        await using TaskWorld world = await CreateAsync("alice");
        await world.Store.Local.DoAsync(BackupOf("alice"));
        await world.Store.Local.DoAsync(new UpdateSetting("restore.limit.count", ["1"]));
        await world.Store.Local.DoAsync(new RestoreOverwrite(LatestOf("alice")));
        Download first = await world.Store.Local.DoAsync(new CreateDownload(LatestOf("alice"), DownloadFormat.Zip));
        WorkTask[] tasks = [.. (await world.Store.Local.ListAsync(new ListTasks([], [], [], [], [], null))).Where(task => task.Kind != TaskKind.Backup)];
        world.Execute("DELETE FROM download", new { });
        foreach (WorkTask task in tasks)
        {
            Reopen(world, task);
            Assert.Equal(TaskState.Completed, (await world.WorkAsync(task.Id)).State);
        }

        Assert.Equal(first.Id, Assert.Single(await world.Store.Local.ListAsync(new ListDownloads([], [], []))).Id);
        Assert.Single(Directory.GetFiles(Path.Combine(world.Store.StatePath, "downloads")));
        await world.Store.Local.RefusedAsync("QuotaExceeded", new RestoreOverwrite(LatestOf("alice")));
    }

    [Fact]
    public async Task Who_has_lost_the_task_writes_nothing_down()
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow had = world.Occupy("alice", TaskKind.Backup, world.Gone);
        await using TaskRun run = new(world.Queue, had, world.Store.Clock.GetTimestamp(), watcher: null);
        world.Queue.Settle();

        using (StateTransaction transaction = world.Store.Database.BeginImmediate())
        {
            Assert.Equal("Conflict", Assert.Throws<ConflictException>(() => run.Complete(transaction, new TaskResult(Guid.Empty, null, null, 0))).ErrorId);
        }

        run.Fail(new ConflictException("Conflict", "late"));
        Assert.True(world.Find(had.Id).IsQueued);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_puts_back_what_it_runs_and_uses_up_no_attempt()
    {
        await using TaskWorld world = await CreateSlowAsync("alice");
        LocalClient worker = await world.Store.SignInAsAdministratorAsync();
        WorkTask queued = await QueueAsync(worker, BackupOf("alice"));
        await world.UntilAsync(queued.Id, task => task.State == TaskState.Running);

        await worker.DisposeAsync();

        WorkTask task = await world.ShowAsync(queued.Id);
        Assert.Equal((TaskState.Queued, 0, "the worker was stopped"), (task.State, task.Attempts, task.Message));
        Assert.Empty(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
    }

    [Fact]
    public async Task A_worker_that_is_stopped_fails_what_it_has_begun_and_can_not_be_repeated()
    {
        await using TaskWorld world = await CreateSlowAsync("alice");
        LocalClient worker = await world.Store.SignInAsAdministratorAsync();
        WorkTask queued = await QueueAsync(worker, BackupOf("alice"));
        await world.UntilAsync(queued.Id, task => task.State == TaskState.Running);
        world.Execute("UPDATE task SET repeatable = 0, begun = 1 WHERE id = @Id", new { Id = queued.Id.ToString() });

        await worker.DisposeAsync();

        Assert.Equal((TaskState.Failed, "WorkerLost"), ((await world.ShowAsync(queued.Id)).State, (await world.ShowAsync(queued.Id)).ErrorId));
    }

    [Fact]
    public async Task An_approval_is_used_by_the_first_attempt_and_asked_for_by_none_after_it()
    {
        await using Approvals.ApprovalWorld approvals = await Approvals.ApprovalWorld.CreateAsync("backupAccount");
        Execute(approvals.Store, "DELETE FROM backup", new { });
        Assert.Equal("ApprovalRequired", (await Assert.ThrowsAnyAsync<EngineException>(() => QueueAsync(approvals.Operator, BackupOf("alice")))).ErrorId);
        Guid approval = await approvals.ApprovedAsync(BackupOf("alice"));
        WorkTask task = await QueueAsync(approvals.Operator, BackupOf("alice"), approval);
        await approvals.Operator.WorkQueueAsync(ended: null, CancellationToken.None);
        Assert.Equal(ApprovalState.Used, (await approvals.ShowAsync(approval)).State);

        Execute(approvals.Store, "UPDATE task SET state = 'Queued', ended_at = NULL, holder = NULL, result = NULL WHERE id = @Id", new { Id = task.Id.ToString() });

        await approvals.Operator.WorkQueueAsync(ended: null, CancellationToken.None);

        Assert.Equal(TaskState.Completed, Assert.Single(await approvals.Operator.ListAsync(new ListTasks([$"{task.Id}"], [], [], [], [], null))).State);
    }

    [Fact]
    public async Task A_task_whose_approval_has_expired_fails()
    {
        await using Approvals.ApprovalWorld approvals = await Approvals.ApprovalWorld.CreateAsync("backupAccount");
        Guid approval = await approvals.ApprovedAsync(BackupOf("alice"));
        using (StateTransaction transaction = approvals.Store.Database.BeginImmediate())
        {
            AccountRow alice = Assert.Single(AccountStore.FindLive(transaction, "alice"));
            for (int i = 0; i < 5; i++)
            {
                TaskRow busy = TestTasks.Row(alice, TaskKind.Backup) with { Sequence = TaskStore.NextSequence(transaction) };
                TaskStore.Insert(transaction, busy);
                TaskStore.Start(transaction, busy.Id, "another:1", 0, UnixTime.Never / 2);
            }

            transaction.Commit();
        }

        WorkTask task = await QueueAsync(approvals.Operator, BackupOf("alice"), approval);
        approvals.Store.Clock.Advance(TimeSpan.FromHours(25));
        Execute(approvals.Store, "DELETE FROM task WHERE holder = 'another:1'", new { });

        await approvals.Operator.WorkQueueAsync(ended: null, CancellationToken.None);

        WorkTask failed = Assert.Single(await approvals.Operator.ListAsync(new ListTasks([$"{task.Id}"], [], [], [], [], null)));
        Assert.Equal((TaskState.Failed, "ApprovalExpired"), (failed.State, failed.ErrorId));
    }

    private static void Execute(Store store, string sql, object parameters)
    {
        using StateTransaction transaction = store.Database.BeginImmediate();
        transaction.Execute(sql, parameters);
        transaction.Commit();
    }

    /// <summary>Has a task be one that a worker, which has ended, had begun.</summary>
    private static void Reopen(TaskWorld world, WorkTask task) => world.Execute(
        "UPDATE task SET state = 'Running', direct = 0, begun = 1, holder = @Gone, ended_at = NULL, result = NULL WHERE id = @Id", new { world.Gone, Id = task.Id.ToString() });
}
