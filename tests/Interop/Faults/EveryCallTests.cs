using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Interop.Faults;

/// <summary>Every storage call of an operation goes wrong once in every way; nothing acknowledged is ever lost.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class EveryCallTests
{
    public static TheoryData<FaultEffect, bool> Faults => new()
    {
        { FaultEffect.Before, false },
        { FaultEffect.Before, true },
        { FaultEffect.After, false },
        { FaultEffect.After, true },
        { FaultEffect.Torn, false },
        { FaultEffect.Torn, true },
    };

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task A_backup_interrupted_at_any_call_loses_at_most_itself(FaultEffect effect, bool endsAll)
    {
        using FaultScene scene = await FaultScene.CreateAsync(snapshots: 1);
        await AtEveryCallAsync(scene, effect, endsAll, async repository => [await scene.BackUpAsync(repository)]);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task A_prune_interrupted_at_any_call_loses_nothing(FaultEffect effect, bool endsAll)
    {
        using FaultScene scene = await FaultScene.CreateAsync(snapshots: 4);
        await scene.ForgetAsync(count: 3);
        await AtEveryCallAsync(scene, effect, endsAll, async repository =>
        {
            await repository.PruneAsync(new PruneOptions { Quarantine = TimeSpan.Zero, MaxUnusedPercent = 0 }, progress: null, CancellationToken.None);
            return [];
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_restore_interrupted_at_any_call_succeeds_when_run_again_and_changes_nothing_it_reads(FaultEffect effect, bool endsAll)
    {
        using FaultScene scene = await FaultScene.CreateAsync(snapshots: 2);
        (ObjectId snapshot, string[] expected) = scene.Acknowledged.Last();
        scene.Reset();
        string[] objects = scene.Objects();
        FaultyStorage faulty;
        int call = 0;
        do
        {
            scene.Reset();
            faulty = new FaultyStorage(scene.Storage, new StorageFault { Call = ++call, Effect = effect, EndsAll = endsAll });
            scene.ClearTarget();
            await AttemptAsync(faulty, async repository =>
            {
                await scene.RestoreAsync(repository, snapshot, expected);
                return [];
            });
            await using ResticRepository again = await FaultScene.OpenAsync(scene.Storage);
            await scene.RestoreAsync(again, snapshot, expected);
            Assert.Equal(objects, scene.Objects());
        }
        while (faulty.Count(StorageCalls.All) >= call);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task A_rebuild_of_a_lost_index_interrupted_at_any_call_is_finished_by_the_next(FaultEffect effect, bool endsAll)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using FaultScene scene = await FaultScene.CreateAsync(snapshots: 2);
        scene.LoseIndex();
        await AtEveryCallAsync(scene, effect, endsAll, RebuildAsync, async () =>
        {
            await OnRunAsync(scene, RebuildAsync);
            await scene.ProveAsync();
        });
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task A_repair_interrupted_at_any_call_loses_no_more_than_was_lost_and_is_finished_by_the_next(FaultEffect effect, bool endsAll)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using FaultScene scene = await FaultScene.CreateAsync(snapshots: 2);
        ObjectId damaged = await scene.DamagePacksAsync();
        HashSet<ObjectId> trees = [];
        await AtEveryCallAsync(scene, effect, endsAll, RepairAsync, async () =>
        {
            Assert.NotEmpty(await OfAsync(scene, damaged));
            await OnRunAsync(scene, RepairAsync);
            Snapshot replacement = Assert.Single(await OfAsync(scene, damaged));
            Assert.Equal(damaged, replacement.Original);
            trees.Add(replacement.Tree);
            await scene.ProveAsync();
        });
        Assert.Single(trees);
    }

    private static Task RebuildAsync(ResticRepository repository) =>
        repository.RebuildIndexAsync(RebuildIndexOptions.Default, progress: null, CancellationToken.None);

    private static async Task RepairAsync(ResticRepository repository)
    {
        await repository.RepairPacksAsync(RepairPacksOptions.Default, progress: null, CancellationToken.None);
        RepairSnapshotsOptions options = new() { Replaced = SnapshotFate.Remove, Unreadable = SnapshotFate.Remove };
        await repository.RepairSnapshotsAsync(options, progress: null, CancellationToken.None);
    }

    private static async Task OnRunAsync(FaultScene scene, Func<ResticRepository, Task> work)
    {
        await using ResticRepository repository = await FaultScene.OpenAsync(scene.Storage);
        await work(repository);
    }

    /// <summary>The snapshot and what was put in its place, as far as they can be read.</summary>
    private static async Task<List<Snapshot>> OfAsync(FaultScene scene, ObjectId snapshot)
    {
        await using ResticRepository repository = await FaultScene.OpenAsync(scene.Storage);
        List<Snapshot> found = [];
        await foreach (StoredObject stored in scene.Storage.ListAsync(ObjectKind.Snapshot, CancellationToken.None))
        {
            try
            {
                found.Add(await repository.LoadSnapshotAsync(stored.Name.Id, CancellationToken.None));
            }
            catch (RepositoryDamagedException)
            {
                // Half an object, which such a storage leaves.
            }
        }

        return found.FindAll(one => one.Id == snapshot || one.Original == snapshot);
    }

    private static async Task AtEveryCallAsync(
        FaultScene scene, FaultEffect effect, bool endsAll, Func<ResticRepository, Task> operation, Func<Task> prove)
    {
        FaultyStorage faulty;
        int call = 0;
        do
        {
            scene.Reset();
            faulty = new FaultyStorage(scene.Storage, new StorageFault { Call = ++call, Effect = effect, EndsAll = endsAll });
            await AttemptAsync(faulty, async repository =>
            {
                await operation(repository);
                return [];
            });
            await prove();
        }
        while (faulty.Count(StorageCalls.All) >= call);
    }

    private static async Task AtEveryCallAsync(FaultScene scene, FaultEffect effect, bool endsAll, Func<ResticRepository, Task<ObjectId[]>> operation)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        FaultyStorage faulty;
        int call = 0;
        do
        {
            scene.Reset();
            faulty = new FaultyStorage(scene.Storage, new StorageFault { Call = ++call, Effect = effect, EndsAll = endsAll });
            ObjectId[] acknowledged = await AttemptAsync(faulty, operation);
            if (effect == FaultEffect.Torn)
            {
                await RemoveHalvesAsync(scene);
            }

            await scene.ProveAsync(acknowledged);
        }
        while (faulty.Count(StorageCalls.All) >= call);
    }

    /// <summary>Runs as a process that may die of the fault.</summary>
    /// <returns>The snapshots that were acknowledged: none when it failed.</returns>
    private static async Task<ObjectId[]> AttemptAsync(FaultyStorage faulty, Func<ResticRepository, Task<ObjectId[]>> operation)
    {
        try
        {
            await using ResticRepository repository = await FaultScene.OpenAsDoomedAsync(faulty);
            return await operation(repository);
        }
        catch (RepositoryException)
        {
            return [];
        }
    }

    /// <summary>A storage may leave half an object: the check names it, and it is rebuilt or removed.</summary>
    private static async Task RemoveHalvesAsync(FaultScene scene)
    {
        await using ResticRepository repository = await FaultScene.OpenAsync(scene.Storage);
        foreach (CheckFinding finding in await FaultScene.ErrorsAsync(repository))
        {
            Match named = Named().Match(finding.Object);
            Assert.True(named.Success, $"{finding}");
            if (named.Groups["kind"].Value == "snapshot")
            {
                await repository.RemoveSnapshotAsync(ObjectId.Parse(named.Groups["id"].Value), CancellationToken.None);
            }
            else
            {
                scene.Restic.Run("unlock");
                scene.Restic.Run("rebuild-index");
            }
        }
    }

    [GeneratedRegex("^(?<kind>snapshot|index) (?<id>[0-9a-f]{64})$")]
    private static partial Regex Named();
}
