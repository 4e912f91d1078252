using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;
using static BackupAccess.Engine.Tests.Tasks.TaskWorld;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>Tasks are stopped from anywhere, by who may.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_task_that_waits_ends_at_once_and_never_runs()
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow busy = world.Occupy("alice", TaskKind.Backup);
        WorkTask queued = await QueueAsync(world.Store.Local, BackupOf("alice"));

        WorkTask stopped = await world.Store.Local.DoAsync(new StopTask(new TaskReference(queued)));

        Assert.Equal((TaskState.Stopped, "stopped by \"local:tester\""), (stopped.State, stopped.Message));
        world.End(busy);
        await world.Store.Local.WorkQueueAsync(ended: null, CancellationToken.None);
        Assert.Empty(await world.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
        await world.Store.Local.RefusedAsync("TaskEnded", new StopTask(new TaskReference(queued.Id)));
    }

    [Fact]
    public async Task A_task_that_a_worker_runs_is_stopped_from_another_session_and_leaves_nothing()
    {
        await using TaskWorld world = await CreateSlowAsync("alice");
        await using LocalClient other = await world.Store.SignInAsync("jane", ["BackupAdministrator"], "slow");
        WorkTask queued = await QueueAsync(world.Store.Local, BackupOf("alice"));
        await world.UntilAsync(queued.Id, task => task.State == TaskState.Running);

        await other.DoAsync(new StopTask(new TaskReference(queued.Id)));

        WorkTask stopped = await world.UntilAsync(queued.Id, task => task.HasEnded);
        Assert.Equal((TaskState.Stopped, "stopped by \"jane\"", null), (stopped.State, stopped.Message, stopped.BackupId));
        Assert.Empty(await other.ListAsync(new ListBackups([], [], null, null, null, null, null)));
        AuditEvent end = (await world.Store.AuditAsync()).Last(one => one.Operation == "backupAccount");
        Assert.Equal((AuditOutcome.Failed, "stopped by \"jane\""), (end.Outcome, end.Reason));
    }

    [Fact]
    public async Task Who_waits_for_work_that_another_stops_is_told_by_whom()
    {
        await using TaskWorld world = await CreateSlowAsync("alice");
        await using LocalClient other = await world.Store.SignInAsync("jane", ["BackupAdministrator"], "slow");
        Task<Backup> waiting = world.Store.Local.DoAsync(BackupOf("alice"));
        WorkTask running = Assert.Single(await other.ListAsync(new ListTasks([], [], [], [TaskState.Running], [], null)));

        await other.DoAsync(new StopTask(new TaskReference(running)));

        TaskFailedException told = await Assert.ThrowsAsync<TaskFailedException>(() => waiting);
        Assert.Equal(("TaskStopped", "The backup of \"slow/alice\" was stopped by \"jane\"."), (told.ErrorId, told.Message));
    }

    [Fact]
    public async Task Work_that_its_caller_stops_leaves_a_stopped_task_within_a_second()
    {
        await using TaskWorld world = await CreateSlowAsync("alice");
        using CancellationTokenSource stop = new();
        Task<Backup> waiting = world.Store.Local.InvokeAsync(BackupOf("alice"), progress: null, stop.Token);
        WorkTask running = Assert.Single(await world.Store.Local.ListAsync(new ListTasks([], [], [], [TaskState.Running], [], null)));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        WorkTask task = await world.ShowAsync(running.Id);
        Assert.Equal((TaskState.Stopped, "cancelled"), (task.State, task.Message));
    }

    [Fact]
    public async Task Others_tasks_are_stopped_by_who_may_do_the_same_there_and_by_nobody_else()
    {
        await using TaskWorld world = await CreateAsync("alice", "bob");
        await using LocalClient owner = await world.Store.SignInAsync("owner", ["AccountOwner"]);
        await world.Store.Local.DoAsync(new SetAccountOwner(new AccountReference("alice"), new UserReference("owner")));
        await using LocalClient support = await world.Store.SignInAsync("support", ["FullSupport"], "web01");
        await using LocalClient viewer = await world.Store.SignInAsync("viewer", ["Viewer"], "web01");
        TaskRow[] tasks = [.. new[] { "alice", "bob", "bob" }.Select(account => world.Add(TestTasks.Row(world.Row(account), TaskKind.Backup)))];

        EngineException refusal = await support.RefusedAsync("AccessDenied", new StopTask(new TaskReference(tasks[0].Id)));
        await viewer.RefusedAsync("AccessDenied", new StopTask(new TaskReference(tasks[0].Id)));
        await owner.RefusedAsync("NotFound", new StopTask(new TaskReference(tasks[1].Id)));
        Assert.Contains("who may backupAccount there", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Stopped, (await owner.DoAsync(new StopTask(new TaskReference(tasks[0].Id)))).State);

        Assert.Equal([tasks[0].Id], (await owner.ListAsync(new ListTasks([], [], [], [], [], null))).Select(task => task.Id.ToString()));
        Assert.Equal(3, (await viewer.ListAsync(new ListTasks([], [], [], [], [], null))).Count);
    }

    [Fact]
    public async Task An_own_task_is_seen_and_stopped_whatever_has_become_of_ones_rights()
    {
        await using TaskWorld world = await CreateAsync("alice");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        world.Occupy("alice", TaskKind.Backup);
        WorkTask queued = await QueueAsync(jane, BackupOf("alice"));
        await world.Store.Local.DoAsync(new RevokeConnector(new UserReference("jane"), new ConnectorReference("web01")));

        Assert.Equal(queued.Id, Assert.Single(await jane.ListAsync(new ListTasks([], [], [], [], [], null))).Id);
        Assert.Equal(TaskState.Stopped, (await jane.DoAsync(new StopTask(new TaskReference(queued.Id)))).State);
    }
}
