using System.Text;
using System.Text.Json;
using BackupAccess.Repository;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Interop;

public sealed class PruneTests
{
    private static readonly PruneOptions s_quarantined = new() { MaxUnusedPercent = 0 };
    private static readonly PruneOptions s_atOnce = new() { MaxUnusedPercent = 0, Quarantine = TimeSpan.Zero };

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_restic_wrote_is_pruned_here_and_restic_finds_it_whole(int version)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed");
        using SharedRepository shared = new();
        await (await shared.CreateAsync(SharedRepository.Options with { Version = version })).DisposeAsync();
        string[] snapshots = [.. Enumerable.Range(0, 3).Select(day => BackUp(shared, day))];
        string expected = shared.Restic.Run("ls", "--long", snapshots[2]);

        foreach (PruneOptions options in new[] { s_quarantined, s_atOnce })
        {
            await using ResticRepository repository = await shared.OpenAsync();
            if (options == s_quarantined)
            {
                await repository.RemoveSnapshotAsync(await FindAsync(repository, snapshots[0]), CancellationToken.None);
                await repository.RemoveSnapshotAsync(await FindAsync(repository, snapshots[1]), CancellationToken.None);
            }

            await repository.PruneAsync(options, progress: null, CancellationToken.None);
            shared.Restic.Run("check", "--read-data");
        }

        Assert.Equal(expected, shared.Restic.Run("ls", "--long", snapshots[2]));
        Assert.DoesNotContain("not referenced", shared.Restic.Run("check"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Both_prunes_find_nothing_left_by_the_other()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed");
        using SharedRepository shared = new();
        await (await shared.CreateAsync(SharedRepository.Options)).DisposeAsync();
        string first = BackUp(shared, 0);
        BackUp(shared, 1);
        shared.Restic.Run("forget", first);

        await using (ResticRepository repository = await shared.OpenAsync())
        {
            await repository.PruneAsync(s_quarantined, progress: null, CancellationToken.None);
        }

        shared.Restic.Run("prune", "--max-unused", "0");
        shared.Restic.Run("check", "--read-data");
        await using ResticRepository again = await shared.OpenAsync();
        PruneResult result = await again.PruneAsync(s_atOnce, progress: null, CancellationToken.None);
        Assert.Equal((0L, 0), (result.BytesUnused, result.PacksDeleted));
    }

    /// <summary>Backs up files of which a part changes every day.</summary>
    private static string BackUp(SharedRepository shared, int day)
    {
        string source = Directory.CreateDirectory(shared.Under("source")).FullName;
        for (int i = 0; i < 40; i++)
        {
            byte[] content = new byte[50_000];
            new Random(i % 2 == 0 ? i : (day * 100) + i).NextBytes(content);
            File.WriteAllBytes(Path.Combine(source, $"file{i}"), [.. content, .. Encoding.ASCII.GetBytes(new string('x', 50_000))]);
        }

        string[] lines = shared.Restic.Run("backup", "--json", source).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return JsonDocument.Parse(lines[^1]).RootElement.GetProperty("snapshot_id").GetString()!;
    }

    private static async Task<ObjectId> FindAsync(ResticRepository repository, string id) =>
        (await repository.ListSnapshotsAsync(CancellationToken.None).FirstAsync((Snapshot snapshot) => $"{snapshot.Id}".StartsWith(id, StringComparison.Ordinal))).Id;
}
