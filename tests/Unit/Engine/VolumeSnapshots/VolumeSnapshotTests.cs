using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tests.Audit;
using BackupAccess.Engine.Tests.StorageControllers;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Tests.VolumeSnapshots;

/// <summary>Snapshots of a volume around the backups of its accounts.</summary>
public sealed class VolumeSnapshotTests
{
    private static readonly ConnectorReference s_web01 = VolumeScene.Connector;

    [SkippableFact]
    public async Task A_backup_is_read_from_a_snapshot_that_is_gone_afterwards()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();

        Backup backup = await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));

        Assert.Equal((1L, 0L), (backup.Files, backup.ProblemCount));
        Assert.Contains($"POST /api/storage/volumes/{OntapScene.Volume}/snapshots", scene.Ontap.Requests);
        Assert.Equal(["daily.2026-11-28_0010"], scene.Ontap.Snapshots);
        Assert.Empty(scene.Written);
        Assert.Equal(
            [("createVolumeSnapshot", backup.Id), ("removeVolumeSnapshot", backup.Id)],
            (await scene.Store.AuditAsync()).Where(one => one.ObjectKind == "volumeSnapshot").Select(one => (one.Operation, SnapshotName.BackupOf(one.ObjectName!)!.Value)));
    }

    [SkippableFact]
    public async Task What_changes_after_the_snapshot_is_not_in_the_backup()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        Guid id = Guid.CreateVersion7(scene.Store.Clock.GetUtcNow());
        VolumeSnapshotBracket bracket = scene.Bracket(id);
        await bracket.BeginAsync(default);
        scene.Store.Write("alice", "index.php", "changed since");

        using (Repository.Files.DirectoryHandle live = Repository.Files.DirectoryHandle.Open(Path.Combine(scene.Store.AccountsPath, "alice")))
        using (Repository.Files.DirectoryHandle? frozen = bracket.OpenHome(live))
        {
            Assert.NotNull(frozen);
            Assert.NotEqual(live.GetIdentity(), frozen.GetIdentity());
        }

        Assert.Equal("<?php // alice", File.ReadAllText(Path.Combine(scene.Store.AccountsPath, ".snapshot", Assert.Single(scene.Made), "alice", "index.php")));
        Assert.Empty(await bracket.EndAsync(isArchived: true));
        Assert.Empty(scene.Made);
    }

    [SkippableFact]
    public async Task Where_the_mount_does_not_show_the_snapshot_the_backup_says_that_the_live_folder_was_read()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        scene.Ontap.Behave("hides");

        Backup backup = await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));

        Assert.Equal((1L, 1L), (backup.Files, backup.ProblemCount));
        Assert.Contains("the live folder was read", Assert.Single(backup.Problems), StringComparison.Ordinal);
        Assert.Empty(scene.Made);
    }

    [SkippableFact]
    public async Task As_many_snapshots_stay_as_are_to_and_no_others_of_the_volume_go()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync(keep: 2);
        List<Guid> backups = [];
        foreach (string account in (string[])["alice", "bob", "alice", "bob"])
        {
            scene.Store.Clock.Advance(TimeSpan.FromMinutes(1));
            backups.Add((await scene.Store.Local.DoAsync(new BackupAccount(new AccountReference($"web01/{account}"), []))).Id);
        }

        Assert.Equal([null, .. backups.TakeLast(2).Cast<Guid?>()], scene.Ontap.Snapshots.Select(SnapshotName.BackupOf));

        IReadOnlyList<VolumeSnapshot> listed = await scene.Store.Local.DoAsync(new ListVolumeSnapshots(s_web01));
        Assert.Equal([(false, null), (true, backups[2]), (true, backups[3])], listed.Select(one => (one.Ours, one.Backup)));

        await scene.Store.Local.DoAsync(new UpdateConnector(s_web01, null, null, null) { Volume = new ConnectorVolumeChange(null, null, 0) });
        await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));
        Assert.Equal(["daily.2026-11-28_0010"], scene.Ontap.Snapshots);
    }

    [SkippableTheory]
    [InlineData("create-fails", "No space left on aggregate aggr1")]
    [InlineData("create-lies", "doesn't list the snapshot")]
    [InlineData("500", "status 500")]
    public async Task Without_a_snapshot_there_is_no_backup_and_nothing_is_left(string behaviour, string expected)
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        scene.Ontap.Behave(behaviour);

        EngineException failure = await scene.Store.Local.RefusedAsync("ControllerFailed", new BackupAccount(VolumeScene.Alice, []));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', failure.Message);
        Assert.Empty(scene.Made);
        Assert.Empty(scene.Written);
        Assert.Empty(await scene.Store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
    }

    [SkippableFact]
    public async Task A_snapshot_that_is_made_although_the_answer_was_lost_is_removed()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        scene.Ontap.Behave("create-breaks");

        await scene.Store.Local.RefusedAsync("ControllerFailed", new BackupAccount(VolumeScene.Alice, []));

        Assert.Contains($"POST /api/storage/volumes/{OntapScene.Volume}/snapshots", scene.Ontap.Requests);
        Assert.Empty(scene.Made);
        Assert.Empty(scene.Written);
    }

    [SkippableFact]
    public async Task A_snapshot_that_is_still_being_made_stays_written_down_until_it_can_not_come_any_more()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        scene.Ontap.Behave("create-hangs");
        VolumeSnapshotBracket bracket = scene.Bracket(Guid.CreateVersion7(scene.Store.Clock.GetUtcNow()), new ControllerLimits { Job = TimeSpan.FromSeconds(1) });

        Assert.Equal("ControllerFailed", (await Assert.ThrowsAsync<BackupFailedException>(() => bracket.BeginAsync(default))).ErrorId);
        Assert.Single(scene.Written);

        scene.Ontap.Behave("");
        await scene.SweepAsync();
        Assert.Single(scene.Written);
        scene.Store.Clock.Advance(TimeSpan.FromHours(2));
        await scene.SweepAsync();
        Assert.Empty(scene.Written);
    }

    [SkippableFact]
    public async Task A_backup_that_fails_or_is_stopped_leaves_no_snapshot()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        VolumeSnapshotBracket failed = scene.Bracket(Guid.CreateVersion7(scene.Store.Clock.GetUtcNow()));
        await failed.BeginAsync(default);
        Assert.Single(scene.Made);
        Assert.Empty(await failed.EndAsync(isArchived: false));
        Assert.Empty(scene.Made);

        scene.Ontap.Behave("create-hangs");
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(1));
        VolumeSnapshotBracket stopped = scene.Bracket(Guid.CreateVersion7(scene.Store.Clock.GetUtcNow()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.BeginAsync(stop.Token));
        Assert.Empty(scene.Made);
    }

    [SkippableFact]
    public async Task What_a_killed_worker_has_left_is_removed_by_who_comes_next_and_not_while_it_works()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        EngineServices services = new(StateFolder.Open(scene.Store.StatePath, scene.Store.Clock), scene.Store.Clock, scene.Store.Boot);
        AccountRow alice = Row(scene.Store);
        await using (await AccountLease.TakeAsync(services, alice, "backup", default))
        {
            await scene.Bracket(Guid.CreateVersion7(scene.Store.Clock.GetUtcNow())).BeginAsync(default);
            await scene.SweepAsync();
            Assert.Single(scene.Made);
        }

        await scene.SweepAsync();
        Assert.Empty(scene.Made);
        Assert.Empty(scene.Written);
        Assert.Equal(["daily.2026-11-28_0010"], scene.Ontap.Snapshots);
    }

    [SkippableFact]
    public async Task The_attempt_after_a_killed_one_makes_its_snapshot_anew()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        Guid id = Guid.CreateVersion7(scene.Store.Clock.GetUtcNow());
        await scene.Bracket(id).BeginAsync(default);
        scene.Store.Write("alice", "index.php", "written since");

        VolumeSnapshotBracket second = scene.Bracket(id);
        await second.BeginAsync(default);

        Assert.Equal("written since", File.ReadAllText(Path.Combine(scene.Store.AccountsPath, ".snapshot", Assert.Single(scene.Made), "alice", "index.php")));
        Assert.Empty(await second.EndAsync(isArchived: true));
        Assert.Empty(scene.Made);
    }

    [SkippableFact]
    public async Task A_snapshot_that_can_not_be_removed_is_told_of_and_removed_later()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        scene.Ontap.Behave("delete-fails");

        Backup backup = await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));

        Assert.Contains("Snapshot is busy", Assert.Single(backup.Problems), StringComparison.Ordinal);
        Assert.Single(scene.Made);
        AuditEvent told = Assert.Single(await scene.Store.AuditAsync(), one => one is { Operation: "removeVolumeSnapshot", Outcome: AuditOutcome.Failed });
        Assert.Equal(backup.Id, SnapshotName.BackupOf(told.ObjectName!));

        scene.Ontap.Behave("");
        scene.Store.Clock.Advance(TimeSpan.FromHours(1));
        await scene.SweepAsync();
        Assert.Empty(scene.Made);
    }

    [SkippableFact]
    public async Task What_bears_a_backups_name_and_is_not_written_down_here_is_left_alone()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        Guid others = Guid.CreateVersion7(scene.Store.Clock.GetUtcNow());
        await scene.Bracket(others).BeginAsync(default);
        scene.Store.Tamper("DELETE FROM volume_snapshot");

        await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));
        await scene.SweepAsync();

        Assert.Equal(others, SnapshotName.BackupOf(Assert.Single(scene.Made)));
        VolumeSnapshot stray = Assert.Single(await scene.Store.Local.DoAsync(new ListVolumeSnapshots(s_web01)), one => one.Backup is not null);
        Assert.False(stray.Ours);
    }

    [SkippableFact]
    public async Task A_removed_connectors_snapshots_go_and_then_its_controller_may()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync(keep: 1);
        await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));
        await scene.Store.Local.RefusedAsync("ControllerInUse", new RemoveStorageController("filer1", LeftSnapshots.Removed));

        await using (LocalClient admin = await scene.Store.SignInAsAdministratorAsync())
        {
            await admin.DoAsync(new RemoveConnector(s_web01));
        }

        Assert.Empty(scene.Made);
        await scene.Store.Local.DoAsync(new RemoveStorageController("filer1", LeftSnapshots.Removed));
    }

    [SkippableFact]
    public async Task A_controller_that_is_no_more_is_forgotten_by_force_with_what_is_left_on_it()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync(keep: 1);
        Backup backup = await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));
        scene.Ontap.Behave("500");
        await scene.Store.Local.DoAsync(new RemoveConnector(s_web01));
        await scene.Store.Local.RefusedAsync("ControllerInUse", new RemoveStorageController("filer1", LeftSnapshots.Removed));

        await scene.Store.Local.DoAsync(new RemoveStorageController("filer1", LeftSnapshots.Forgotten));

        Assert.Contains($"backupaccess_{backup.Id}_", (await scene.Store.AuditAsync()).Last(one => one.Operation == "removeStorageController").Reason, StringComparison.Ordinal);
        Assert.Empty(scene.Written);
    }

    [SkippableFact]
    public async Task A_connector_that_came_back_without_its_volume_takes_no_backup_until_it_is_told()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync();
        scene.Store.Tamper("DELETE FROM connector_volume");
        await scene.Store.Local.RefusedAsync("ControllerFailed", new BackupAccount(VolumeScene.Alice, []));
        await scene.Store.Local.RefusedAsync("InvalidValue", new UpdateConnector(s_web01, null, null, null) { Volume = new ConnectorVolumeChange(null, null, 1) });

        await scene.Store.Local.DoAsync(new UpdateConnector(s_web01, null, null, null) { Volume = new ConnectorVolumeChange("filer1", "svm1:home", null) });

        Assert.Equal(0, (await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []))).ProblemCount);
    }

    [SkippableFact]
    public async Task A_volume_is_named_by_its_uuid_or_by_its_svm_and_its_name()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using VolumeScene scene = await VolumeScene.CreateAsync(volume: OntapScene.Volume);
        await scene.Store.Local.DoAsync(new BackupAccount(VolumeScene.Alice, []));
        Assert.DoesNotContain(scene.Ontap.Requests, request => request.Contains("svm.name", StringComparison.Ordinal));

        Connector changed = await scene.Store.Local.DoAsync(new UpdateConnector(s_web01, null, null, null) { Volume = new ConnectorVolumeChange(null, "svm1:gone", null) });
        Assert.Equal(("filer1", "svm1:gone", 0), (changed.Controller, changed.Volume, changed.KeepSnapshots));
        EngineException failure = await scene.Store.Local.RefusedAsync("ControllerFailed", new BackupAccount(VolumeScene.Alice, []));
        Assert.Contains("has no volume \"svm1:gone\"", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("home")]
    [InlineData("svm1:home|other")]
    [InlineData("svm1:*")]
    [InlineData("a..z:home")]
    [InlineData("svm1:home&fields=uuid")]
    [InlineData("svm1:home/../x")]
    [InlineData("{0bc1a2f4-5e6d-4c7b-8a9f-0123456789ab}")]
    public async Task What_a_controller_would_take_for_more_than_a_name_is_no_volume(string volume)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", Ontap(store, new ConnectorVolume("filer1", volume, 0)));
    }

    [Fact]
    public async Task A_connector_of_a_volume_is_whole_and_Administrators_to_make()
    {
        await using Store store = await Store.CreateAsync("alice");
        ConnectorVolume volume = new("filer1", "svm1:home", 0);
        await store.Local.RefusedAsync("InvalidValue", Ontap(store, null));
        await store.Local.RefusedAsync("InvalidValue", Ontap(store, volume) with { Kind = ConnectorKind.Folder });
        await store.Local.RefusedAsync("InvalidValue", Ontap(store, volume with { KeepSnapshots = -1 }));
        await store.Local.RefusedAsync("InvalidValue", new UpdateConnector(s_web01, null, null, null) { Volume = new ConnectorVolumeChange(null, null, 1) });
        await store.Local.RefusedAsync("InvalidValue", new ListVolumeSnapshots(s_web01));
        Directory.CreateDirectory(Path.Combine(store.Root, "volume"));
        Assert.Equal("filer1", Assert.IsType<NotFoundException>(await store.Local.RefusedAsync("NotFound", Ontap(store, volume))).Name);

        await using LocalClient operators = await store.SignInAsync("olga", ["Operator"], "web01");
        await operators.RefusedAsync("AccessDenied", Ontap(store, volume));
    }

    private static CreateConnector Ontap(Store store, ConnectorVolume? volume) =>
        new("volume", ConnectorKind.Ontap, Path.Combine(store.Root, "volume"), Storage: null, ConnectorOrigin.New) { Volume = volume };

    private static AccountRow Row(Store store)
    {
        using StateConnection db = store.Database.Connect();
        return Assert.Single(AccountStore.FindLive(db, "alice"));
    }
}
