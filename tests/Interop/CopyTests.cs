using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using BackupAccess.Interop.Histories;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Copying;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Interop;

[SupportedOSPlatform("linux")]
public sealed class CopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RandomTree _tree;

    public CopyTests() => _tree = new RandomTree(new Random(3), _folder.Under("source/Home"));

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public async Task What_restic_wrote_is_copied_here_and_restic_reads_it_as_it_was(int from, int to)
    {
        ResticProgram source = await CreateAsync("source-repository", from);
        ResticProgram destination = await CreateAsync("destination", to);
        BackUp(source, "first");
        _tree.ChangeSome();
        BackUp(source, "second");

        CopyResult result = await CopyAsync("source-repository", "destination");

        destination.Run("check", "--read-data");
        Assert.Equal([false, false], result.Snapshots.Select(snapshot => snapshot.WasThere));
        foreach (CopiedSnapshot copied in result.Snapshots)
        {
            Assert.Equal(List(source, copied.Source), List(destination, copied.Destination));
        }
    }

    [SkippableFact]
    public async Task Copies_of_either_client_in_either_direction_multiply_nothing()
    {
        ResticProgram first = await CreateAsync("first", version: 2);
        ResticProgram second = await CreateAsync("second", version: 2);
        BackUp(first, "of-first");
        BackUp(second, "of-second");
        await File.WriteAllTextAsync(_folder.Under("password"), SharedRepository.Password);

        await CopyAsync("first", "second");
        second.Run("copy", "--from-repo", _folder.Under("first"), "--from-password-file", _folder.Under("password"));
        first.Run("copy", "--from-repo", _folder.Under("second"), "--from-password-file", _folder.Under("password"));
        CopyResult back = await CopyAsync("second", "first");
        CopyResult again = await CopyAsync("first", "second");

        Assert.All(back.Snapshots.Concat(again.Snapshots), snapshot => Assert.True(snapshot.WasThere));
        Assert.Equal((0, 0), (back.BlobsCopied, again.BlobsCopied));
        Assert.Equal(Describe(first), Describe(second));
        Assert.Equal(["of-first", "of-second"], Describe(first).Select(line => line.Split(' ')[0]).Order());
    }

    [SkippableFact]
    public async Task With_the_source_s_polynomial_restic_finds_what_was_copied()
    {
        ResticProgram source = await CreateAsync("source-repository", version: 2);
        byte[] large = new byte[12 << 20];
        new Random(5).NextBytes(large);
        await File.WriteAllBytesAsync(_folder.Under("source/Home/large"), large);
        BackUp(source, "copied");
        ulong polynomial;
        await using (ResticRepository opened = await OpenAsync("source-repository"))
        {
            polynomial = opened.Config.ChunkerPolynomial;
        }

        ResticProgram destination = await CreateAsync("destination", version: 2, polynomial);
        CopyResult result = await CopyAsync("source-repository", "destination");
        string summary = destination.Run("backup", "--json", "--force", _folder.Under("source/Home")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];

        using JsonDocument said = JsonDocument.Parse(summary);
        Assert.InRange(said.RootElement.GetProperty("data_added").GetInt64(), 0, large.Length / 10);
        Assert.InRange(result.BytesCopied, large.Length, long.MaxValue);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(256)]
    public async Task Each_part_of_the_packs_is_restic_s(int parts)
    {
        ResticProgram restic = await CreateAsync("repository", version: 2);
        for (int i = 0; i < 6; i++)
        {
            _tree.ChangeSome();
            BackUp(restic, $"tree{i}");
        }

        await using ResticRepository repository = await OpenAsync("repository");
        string[] packs = Directory.GetFiles(_folder.Under("repository/data"), "*", SearchOption.AllDirectories);
        foreach (int part in new[] { 1, (parts + 1) / 2, parts })
        {
            PackSubset subset = new(part, parts);
            long read = 0;
            SynchronousProgress progress = new(step => read = step.Phase == CheckPhase.Data ? step.Total : 0);
            List<CheckFinding> findings = await repository.CheckAsync(new CheckOptions { ReadDataSubset = subset }, progress, CancellationToken.None).ToListAsync();

            Assert.Empty(findings);
            Assert.Equal(packs.Count(pack => subset.Contains(ObjectId.Parse(Path.GetFileName(pack)))), read);
            Assert.Contains($"read group #{part} of {read} data packs (out of total {packs.Length} packs in {parts} groups)", restic.Run("check", $"--read-data-subset={subset}"), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Damage_is_found_in_the_part_in_which_restic_finds_it()
    {
        const int Parts = 4;
        ResticProgram restic = await CreateAsync("repository", version: 2);
        BackUp(restic, "tree");
        string pack = Directory.GetFiles(_folder.Under("repository/data"), "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        byte[] content = await File.ReadAllBytesAsync(pack);
        content[100] ^= 1;
        File.Delete(pack);
        await File.WriteAllBytesAsync(pack, content);

        await using ResticRepository repository = await OpenAsync("repository");
        for (int part = 1; part <= Parts; part++)
        {
            CheckOptions options = new() { ReadDataSubset = new PackSubset(part, Parts) };
            List<CheckFinding> findings = await repository.CheckAsync(options, progress: null, CancellationToken.None).ToListAsync();

            Assert.Equal(restic.Try("check", $"--read-data-subset={part}/{Parts}").ExitCode == 0, findings.Count == 0);
        }
    }

    private async Task<ResticProgram> CreateAsync(string name, int version, ulong? polynomial = null)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        RepositoryOptions options = SharedRepository.Options with { Version = version, ChunkerPolynomial = polynomial };
        await (await ResticRepository.CreateAsync(
            new LocalStorage(_folder.Under(name)), Encoding.UTF8.GetBytes(SharedRepository.Password), options, CancellationToken.None)).DisposeAsync();
        return new ResticProgram(_folder.Under(name), SharedRepository.Password) { WorkingDirectory = _folder.Under("source") };
    }

    private static void BackUp(ResticProgram restic, string tag) => restic.Run("backup", "--tag", tag, "--tag", "common", "Home", "--exclude", "nothing", "--exclude", "at-all");

    private async Task<CopyResult> CopyAsync(string from, string to)
    {
        await using ResticRepository source = await OpenAsync(from);
        await using ResticRepository destination = await OpenAsync(to);
        List<Snapshot> snapshots = await source.ListSnapshotsAsync(CancellationToken.None).ToListAsync();
        return await new SnapshotCopier(source, destination).CopyAsync(snapshots, progress: null, CancellationToken.None);
    }

    private async Task<ResticRepository> OpenAsync(string name)
    {
        ResticRepository repository = await ResticRepository.OpenAsync(
            new LocalStorage(_folder.Under(name)), Encoding.UTF8.GetBytes(SharedRepository.Password), SharedRepository.Options, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        return repository;
    }

    /// <summary>All that lies in a snapshot, without the line that names it.</summary>
    private static string List(ResticProgram restic, ObjectId snapshot) =>
        string.Join('\n', restic.Run("ls", "--long", $"{snapshot}").Split('\n')[1..]);

    /// <summary>What restic tells of each snapshot but what a copy may change.</summary>
    private static string[] Describe(ResticProgram restic)
    {
        using JsonDocument listed = JsonDocument.Parse(restic.Run("snapshots", "--json"));
        return
        [
            .. listed.RootElement.EnumerateArray()
                .Select(snapshot => $"{snapshot.GetProperty("tags")[0]} {snapshot.GetProperty("time")} {snapshot.GetProperty("tree")} {snapshot.GetProperty("paths")} {snapshot.GetProperty("excludes")} {snapshot.GetProperty("username")}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private sealed class SynchronousProgress(Action<CheckProgress> report) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => report(value);
    }
}
