using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Comparing;
using BackupAccess.Repository.Copying;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Retention;
using BackupAccess.Repository.Searching;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests;

[SupportedOSPlatform("linux")]
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_readme_s_example_runs()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Under("documents"));
        await File.WriteAllTextAsync(folder.Under("documents/letter.txt"), "Dear reader");

        await BackUpAndCheckAsync(folder.Under("documents"), folder.Under("repository"), "correct horse"u8.ToArray(), CancellationToken.None);
        await RestoreAsync(folder.Under("repository"), folder.Under("restored"), "correct horse"u8.ToArray(), CancellationToken.None);

        await using ResticRepository repository = await ResticRepository.OpenAsync(
            new LocalStorage(folder.Under("repository")), "correct horse"u8.ToArray(), RepositoryOptions.Default, CancellationToken.None);
        await using ResticRepository destination = await ResticRepository.CreateAsync(
            new LocalStorage(folder.Under("copy")), "battery staple"u8.ToArray(), RepositoryOptions.Default with { ChunkerPolynomial = repository.Config.ChunkerPolynomial }, CancellationToken.None);
        await CopyAndCompareAsync(repository, destination, CancellationToken.None);
        Assert.Equal(1, await destination.ListSnapshotsAsync(CancellationToken.None).CountAsync());
        await ForgetAndPruneAsync(repository, CancellationToken.None);
        await RepairAsync(repository, CancellationToken.None);

        Assert.Equal("Dear reader", await File.ReadAllTextAsync(folder.Under("restored/Documents/letter.txt")));
    }

    [Fact]
    public void The_readme_shows_the_example_that_is_tested()
    {
        string source = File.ReadAllText(ThisFile());
        string readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/BackupAccess.Repository/README.md"));
        foreach (string name in new[] { nameof(BackUpAndCheckAsync), nameof(RestoreAsync), nameof(CopyAndCompareAsync), nameof(ForgetAndPruneAsync), nameof(RepairAsync) })
        {
            Assert.Contains(MethodText(source, name), readme, StringComparison.Ordinal);
        }
    }

    private static async Task BackUpAndCheckAsync(string source, string location, byte[] password, CancellationToken cancellationToken)
    {
        await using ResticRepository repository = await ResticRepository.CreateAsync(new LocalStorage(location), password, RepositoryOptions.Default, cancellationToken);
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, cancellationToken);

        using DirectoryHandle root = DirectoryHandle.Open(source);
        ArchiveOptions options = new() { Hostname = "web01", Username = "alice", Tags = ["kind=ondemand"] };
        ArchiveResult result = await new Archiver(repository).BackupAsync(
            [new SourceTree(FileName.Parse("Documents"), root, Excludes: null)], options, progress: null, cancellationToken);
        Console.WriteLine($"snapshot {result.Snapshot.Id.Short}: {result.FilesNew} new files, {result.BytesAdded} bytes added, {result.Problems.Count} problems");

        await foreach (CheckFinding finding in repository.CheckAsync(CheckOptions.Everything, progress: null, cancellationToken))
        {
            Console.WriteLine($"{finding.Severity}: {finding.Object}: {finding.Problem}");
        }
    }

    private static async Task CopyAndCompareAsync(ResticRepository source, ResticRepository destination, CancellationToken cancellationToken)
    {
        await using RepositoryLock reading = await source.LockAsync(LockMode.Shared, cancellationToken);
        await using RepositoryLock writing = await destination.LockAsync(LockMode.Shared, cancellationToken);
        await source.LoadIndexAsync(cancellationToken);
        await destination.LoadIndexAsync(cancellationToken);

        List<Snapshot> snapshots = await source.ListSnapshotsAsync(cancellationToken).OrderBy(snapshot => snapshot.Time).ToListAsync(cancellationToken);
        CopyResult result = await new SnapshotCopier(source, destination).CopyAsync(snapshots, progress: null, cancellationToken);
        Console.WriteLine($"{result.Snapshots.Count(snapshot => !snapshot.WasThere)} snapshots and {result.BytesCopied} bytes copied");

        await foreach (TreeDifference change in new SnapshotComparer(source).CompareAsync(snapshots[0].Tree, snapshots[^1].Tree, CompareOptions.Content, cancellationToken))
        {
            Console.WriteLine($"{change.Kind}: {change.Path}");
        }

        SearchQuery query = new() { Patterns = ["*.txt"], ModifiedFrom = DateTimeOffset.Now.AddDays(-7) };
        await foreach (SearchHit hit in new SnapshotSearch(source).FindAsync(snapshots, query, cancellationToken))
        {
            Console.WriteLine($"{hit.Snapshot.Short}: {hit.Path}, {hit.Node.Size} bytes");
        }
    }

    private static async Task RepairAsync(ResticRepository repository, CancellationToken cancellationToken)
    {
        RepairPacksResult packs = await repository.RepairPacksAsync(RepairPacksOptions.Default, progress: null, cancellationToken);
        Console.WriteLine($"{packs.PacksDamaged.Count} damaged packs, {packs.BlobsSalvaged} blobs salvaged, {packs.BlobsLost.Count} lost");

        RepairSnapshotsResult snapshots = await repository.RepairSnapshotsAsync(RepairSnapshotsOptions.Default, progress: null, cancellationToken);
        foreach (PathLoss loss in snapshots.Repaired.SelectMany(repaired => repaired.Losses))
        {
            Console.WriteLine($"{loss.Path}: {loss.Problem}");
        }
    }

    private static async Task ForgetAndPruneAsync(ResticRepository repository, CancellationToken cancellationToken)
    {
        ForgetOptions options = new() { Policy = new RetentionPolicy { Daily = 7, Weekly = 5, Within = CalendarDuration.Parse("2d") } };
        ForgetResult forgotten = await repository.ForgetAsync(options, cancellationToken);
        PruneResult pruned = await repository.PruneAsync(PruneOptions.Default, progress: null, cancellationToken);
        Console.WriteLine($"{forgotten.Removed.Count()} snapshots forgotten, {pruned.BytesDeleted} bytes deleted, {pruned.PacksQuarantined} packs set aside");
    }

    private static async Task RestoreAsync(string location, string target, byte[] password, CancellationToken cancellationToken)
    {
        await using ResticRepository repository = await ResticRepository.OpenAsync(new LocalStorage(location), password, RepositoryOptions.Default, cancellationToken);
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, cancellationToken);
        Snapshot latest = await repository.ListSnapshotsAsync(cancellationToken).MaxByAsync(snapshot => snapshot.Time, cancellationToken: cancellationToken)
            ?? throw new InvalidOperationException("There is no snapshot.");
        await repository.LoadIndexAsync(cancellationToken);

        Directory.CreateDirectory(target);
        using DirectoryHandle root = DirectoryHandle.Open(target);
        RestoreOptions options = new() { Conflict = RestoreConflict.Keep, Ownership = RestoreOwnership.Restorer, Privileges = RestorePrivileges.Strip };
        await new Restorer(repository).RestoreAsync(latest.Tree, [TreePath.Parse("Documents/letter.txt")], root, options, progress: null, cancellationToken);
    }

    /// <summary>A method as it stands in the source, moved to the left margin and without "private".</summary>
    private static string MethodText(string source, string name)
    {
        int start = source.IndexOf($"    private static async Task {name}", StringComparison.Ordinal);
        int end = source.IndexOf("\n    }\n", start, StringComparison.Ordinal) + "\n    }\n".Length;
        IEnumerable<string> lines = source[start..end].Split('\n').Select(line => line.Length >= 4 ? line[4..] : line);
        return string.Join('\n', lines).Replace("private static", "static", StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
