using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tasks;
using static BackupAccess.Engine.Tests.Tasks.TaskWorld;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>So many run at once as there are lanes, over all processes.</summary>
public sealed class LaneTests
{
    [Fact]
    public async Task Who_waits_for_a_backup_waits_for_a_lane_first_and_is_told_so()
    {
        await using TaskWorld world = await CreateAsync("alice", "bob");
        TaskRow busy = world.Occupy("bob", TaskKind.Backup);
        Progress progress = new();

        Task<Backup> waiting = world.Store.Local.InvokeAsync(BackupOf("alice"), progress, CancellationToken.None);
        WorkProgress first = await progress.First;
        Assert.Equal(("Backup of web01/alice", "Waiting for a free lane"), (first.Activity, first.Stage));
        WorkTask queued = Assert.Single(await world.Store.Local.ListAsync(new ListTasks([], ["alice"], [], [TaskState.Queued], [], null)));
        Assert.NotNull(queued.Worker);
        world.End(busy);

        Assert.Equal("web01/alice", (await waiting).Account);
    }

    [Fact]
    public async Task Restores_have_lanes_of_their_own()
    {
        await using TaskWorld world = await CreateAsync("alice", "bob");
        await world.Store.Local.DoAsync(BackupOf("alice"));
        world.Occupy("bob", TaskKind.Backup);

        await world.Store.Local.DoAsync(new CreateDownload(LatestOf("alice"), DownloadFormat.TarGz));
    }

    [Fact]
    public async Task A_setting_says_how_many_lanes_there_are()
    {
        await using TaskWorld world = await CreateAsync("alice", "bob", "carol");
        await world.Store.Local.DoAsync(new UpdateSetting("lanes.backup", ["2"]));
        foreach (string account in new[] { "alice", "bob", "carol" })
        {
            world.Add(TestTasks.Row(world.Row(account), TaskKind.Backup));
        }

        Assert.Equal(["web01/alice", "web01/bob", null], Enumerable.Range(0, 3).Select(_ => world.Queue.Take("worker:1")?.AccountPath));
        await world.Store.Local.RefusedAsync("InvalidValue", new UpdateSetting("lanes.backup", ["0"]));
        await world.Store.Local.RefusedAsync("InvalidValue", new UpdateSetting("lanes.restore", ["11"]));
    }

    [Fact]
    public async Task What_a_request_is_kept_as_makes_the_same_request_again()
    {
        await using TaskWorld world = await CreateAsync("alice");
        Backup backup = await world.Store.Local.DoAsync(BackupOf("alice"));
        AccountReference alice = new(world.Row("alice").Guid);
        string text = $$$"""
            {"request":{"selection":{"account":null,"backup":"{{{backup.Id}}}","items":["HomeDirectory"],"paths":["public_html","*.txt"],"acceptedConditions":["terms"]},
            "destination":"/srv/out","conflict":"Keep"}}
            """;

        RestoreToFolder thawed = (RestoreToFolder)RequestThaw.Thaw(typeof(RestoreToFolder), text);

        Assert.Equal((null, backup.Id, "/srv/out", RestoreConflict.Keep), (thawed.Selection.Account, thawed.Selection.Backup!.Id, thawed.Destination, thawed.Conflict));
        Assert.Equal([BackupItem.HomeDirectory], thawed.Selection.Items);
        Assert.Equal(["public_html", "*.txt"], thawed.Selection.Paths);
        Assert.Equal(["terms"], thawed.Selection.AcceptedConditions);
        Assert.Equal(alice.Id, ((BackupAccount)RequestThaw.Thaw(typeof(BackupAccount), TestTasks.Row(world.Row("alice"), TaskKind.Backup).Request)).Account.Id);
    }

    [Fact]
    public async Task A_request_that_holds_a_secret_is_not_queued()
    {
        await using TaskWorld world = await CreateAsync("alice");
        TaskRow task = TestTasks.Row(world.Row("alice"), TaskKind.Restore) with { LacksSecret = true };

        Assert.Equal("InvalidValue", Assert.Throws<InvalidRequestException>(() => task.ForWorkers()).ErrorId);
    }

    private sealed class Progress : IProgress<WorkProgress>
    {
        private readonly TaskCompletionSource<WorkProgress> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<WorkProgress> First => _first.Task;

        public void Report(WorkProgress value) => _first.TrySetResult(value);
    }
}
