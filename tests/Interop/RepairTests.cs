using System.Text.Json;
using BackupAccess.Repository;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop;

public sealed class RepairTests
{
    [SkippableTheory]
    [InlineData(1, IndexSource.PacksAndIndex)]
    [InlineData(2, IndexSource.PacksAndIndex)]
    [InlineData(2, IndexSource.Packs)]
    public async Task An_index_rebuilt_here_names_what_restic_s_own_names(int version, IndexSource source)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed");
        using SharedRepository shared = new();
        await (await shared.CreateAsync(SharedRepository.Options with { Version = version })).DisposeAsync();
        BackUp(shared, 0);
        BackUp(shared, 1);
        shared.Restic.Run("forget", BackUp(shared, 2));
        await using (ResticRepository repository = await shared.OpenAsync())
        {
            await repository.PruneAsync(PruneOptions.Default, progress: null, CancellationToken.None);
        }

        BackUp(shared, 3);
        string[] indexes = Directory.GetFiles(Path.Combine(shared.Path, "index"));
        File.Delete(indexes[0]);
        await using ResticRepository opened = await shared.OpenAsync();
        await opened.RebuildIndexAsync(new RebuildIndexOptions { Source = source }, progress: null, CancellationToken.None);

        Assert.Contains("no errors were found", shared.Restic.Run("check", "--read-data"), StringComparison.Ordinal);
        string[] ours = ListBlobs(shared);
        shared.Restic.Run("rebuild-index", "--read-all-packs");
        Assert.Equal(ListBlobs(shared), ours);
        Assert.Equal(0, (await opened.PlanRebuildIndexAsync(new RebuildIndexOptions { Source = source }, CancellationToken.None)).IndexObjectsWritten);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_a_repair_restic_finds_nothing_wrong_and_restores_what_is_left(int version)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed");
        using SharedRepository shared = new();
        await (await shared.CreateAsync(SharedRepository.Options with { Version = version })).DisposeAsync();
        BackUp(shared, 0);
        string damaged = BackUp(shared, 1);
        await FlipAsync(shared, await PackOfAsync(shared, damaged, "file1"));
        string unchanged = await PackOfAsync(shared, damaged, "file0");
        File.Delete(unchanged);

        RepairSnapshotsResult result;
        await using (ResticRepository repository = await shared.OpenAsync())
        {
            await repository.RepairPacksAsync(RepairPacksOptions.Default, progress: null, CancellationToken.None);
            result = await repository.RepairSnapshotsAsync(new RepairSnapshotsOptions { Replaced = SnapshotFate.Remove }, progress: null, CancellationToken.None);
        }

        Assert.Contains("no errors were found", shared.Restic.Run("check", "--read-data"), StringComparison.Ordinal);
        RepairedSnapshot repaired = result.Repaired.Single(one => $"{one.Snapshot}".StartsWith(damaged, StringComparison.Ordinal));
        shared.Restic.Run("restore", $"{repaired.Replacement}", "--target", shared.Under("restored"));
        AssertRestored(shared, [.. repaired.Losses.Select(loss => $"{loss.Path.Name}")]);
    }

    /// <summary>Every file is as it was, but for those of which something was lost.</summary>
    private static void AssertRestored(SharedRepository shared, HashSet<string> lost)
    {
        string[] files = Directory.GetFiles(shared.Under("source"));
        Assert.InRange(lost.Count, 1, files.Length - 1);
        foreach (string file in files)
        {
            byte[] expected = File.ReadAllBytes(file);
            byte[] restored = File.ReadAllBytes(shared.Under("restored") + file);
            Assert.Equal(lost.Contains(Path.GetFileName(file)), !restored.SequenceEqual(expected));
        }
    }

    /// <summary>Backs up files of which a part changes every day, into small packs.</summary>
    private static string BackUp(SharedRepository shared, int day)
    {
        string source = Directory.CreateDirectory(shared.Under("source")).FullName;
        for (int i = 0; i < 20; i++)
        {
            byte[] content = new byte[50_000];
            new Random(i % 2 == 0 ? i : (day * 100) + i).NextBytes(content);
            File.WriteAllBytes(Path.Combine(source, $"file{i}"), content);
        }

        string[] lines = shared.Restic.Run("backup", "--json", source).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return JsonDocument.Parse(lines[^1]).RootElement.GetProperty("snapshot_id").GetString()!;
    }

    private static string[] ListBlobs(SharedRepository shared) =>
        [.. shared.Restic.Run("list", "blobs").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static async Task<string> PackOfAsync(SharedRepository shared, string snapshot, string file)
    {
        await using ResticRepository repository = await shared.OpenAsync();
        Snapshot loaded = await repository.ListSnapshotsAsync(CancellationToken.None).FirstAsync(one => $"{one.Id}".StartsWith(snapshot, StringComparison.Ordinal));
        TreePath path = TreePath.Parse($"{shared.Under("source")[1..]}/{file}");
        Node node = (await new TreeBrowser(repository).FindAsync(loaded.Tree, path, CancellationToken.None))!;
        Assert.True(repository.TryLocate(new BlobHandle(BlobType.Data, node.Content![0]), out BlobLocation location));
        return Directory.GetFiles(Path.Combine(shared.Path, "data"), $"{location.Pack}", SearchOption.AllDirectories).Single();
    }

    private static async Task FlipAsync(SharedRepository shared, string pack)
    {
        byte[] content = await File.ReadAllBytesAsync(pack);
        content[^20_000] ^= 1;
        File.Delete(pack);
        await File.WriteAllBytesAsync(pack, content);
    }
}
