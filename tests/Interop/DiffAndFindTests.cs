using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using BackupAccess.Interop.Histories;
using BackupAccess.Repository;
using BackupAccess.Repository.Comparing;
using BackupAccess.Repository.Searching;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop;

[SupportedOSPlatform("linux")]
public sealed class DiffAndFindTests : IDisposable
{
    private static readonly string[] s_patterns =
        ["letter*", "*ü*", "Home/*", "/Home/*", "/Home/letter*/**", "?etter[0-9]", "**/back*/*", "[a-l]*[0-9]", "/Home", "Home/**/new*", "*quoted*", "...*", "/nothing/*", "*", "**"];

    private readonly SharedRepository _shared = new();

    public void Dispose() => _shared.Dispose();

    [SkippableFact]
    public async Task Random_trees_differ_and_hold_what_restic_says()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        await (await _shared.CreateAsync(SharedRepository.Options)).DisposeAsync();
        for (int run = RandomRuns.Of(100); run > 0; run--)
        {
            int seed = Random.Shared.Next();
            try
            {
                await CompareWithResticAsync(new Random(seed), seed);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new InvalidOperationException($"With seed {seed}: {e.Message}", e);
            }
        }
    }

    private async Task CompareWithResticAsync(Random random, int seed)
    {
        RandomTree tree = new(random, _shared.Under($"{seed}/Home"));
        List<string> tags = [.. Enumerable.Range(0, 3).Select(number => $"{seed}-{number}")];
        foreach (string tag in tags)
        {
            new ResticProgram(_shared.Path, SharedRepository.Password) { WorkingDirectory = _shared.Under($"{seed}") }.Run("backup", "--tag", tag, "--ignore-inode", "Home");
            for (int i = random.Next(8); i > 0; i--)
            {
                tree.ChangeSome();
            }

            Mutate(random, _shared.Under($"{seed}/Home"));
        }

        await using ResticRepository repository = await _shared.OpenAsync();
        List<Snapshot> all = await repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync();
        Snapshot[] snapshots = [.. tags.Select(tag => all.Single(snapshot => snapshot.Tags!.Contains(tag)))];
        foreach ((Snapshot a, Snapshot b) in new[] { (snapshots[0], snapshots[1]), (snapshots[2], snapshots[0]), (snapshots[1], snapshots[1]) })
        {
            await AssertSameDifferencesAsync(repository, a, b, CompareOptions.Content);
            await AssertSameDifferencesAsync(repository, a, b, CompareOptions.Everything, "--metadata");
        }

        await AssertSameHitsAsync(repository, snapshots, random);
        await AssertSameBlobHitsAsync(repository, snapshots, random);
    }

    /// <summary>Puts something of another type in the place of an entry: what random changes hardly ever do.</summary>
    private static void Mutate(Random random, string home)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(home).Where(entry => !entry.Contains('\uFFFD', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (entries.Length == 0)
        {
            return;
        }

        string chosen = entries[random.Next(entries.Length)];
        if (File.Exists(chosen) || new DirectoryInfo(chosen).LinkTarget is not null)
        {
            File.Delete(chosen);
            Directory.CreateDirectory(Path.Combine(chosen, "below"));
        }
        else
        {
            Directory.Delete(chosen, recursive: true);
            File.WriteAllText(chosen, "was a directory");
        }
    }

    private async Task AssertSameDifferencesAsync(ResticRepository repository, Snapshot a, Snapshot b, CompareOptions options, params string[] arguments)
    {
        string[] expected =
        [
            .. _shared.Restic.Run(["diff", "--json", .. arguments, $"{a.Id}", $"{b.Id}"]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
                .Where(change => change.GetProperty("message_type").GetString() == "change")
                .Select(change => $"{change.GetProperty("modifier").GetString()![0]} {change.GetProperty("path")}"),
        ];

        string[] actual = await new SnapshotComparer(repository).CompareAsync(a.Tree, b.Tree, options, CancellationToken.None)
            .Select(difference => $"{LetterOf(difference.Kind)} {PathOf(difference.Path)}{((difference.After ?? difference.Before)!.Type == NodeType.Dir ? "/" : "")}")
            .ToArrayAsync();

        Assert.Equal(expected, actual);
    }

    private async Task AssertSameHitsAsync(ResticRepository repository, Snapshot[] snapshots, Random random)
    {
        foreach (string pattern in random.GetItems(s_patterns, 5))
        {
            await AssertSameHitsAsync(repository, snapshots, new SearchQuery { Patterns = [pattern] }, pattern);
        }

        await AssertSameHitsAsync(repository, snapshots, new SearchQuery { Patterns = ["letter*", "/Home/*ü*"] }, "letter*", "/Home/*ü*");
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(20_000 * 86_400L));
        string text = time.ToString("yyyy-MM-dd HH:mm:ss +0000", System.Globalization.CultureInfo.InvariantCulture);
        await AssertSameHitsAsync(repository, snapshots, new SearchQuery { Patterns = ["/**"], ModifiedFrom = time }, "--oldest", text, "/**");
        await AssertSameHitsAsync(repository, snapshots, new SearchQuery { Patterns = ["letter*"], ModifiedTo = time }, "--newest", text, "letter*");
    }

    private async Task AssertSameHitsAsync(ResticRepository repository, Snapshot[] snapshots, SearchQuery query, params string[] arguments)
    {
        string[] chosen = [.. snapshots.SelectMany(snapshot => new[] { "--snapshot", $"{snapshot.Id}" })];
        using JsonDocument found = JsonDocument.Parse(_shared.Restic.Run(["find", "--json", .. chosen, .. arguments]));
        HashSet<string> expected =
        [
            .. found.RootElement.EnumerateArray()
                .SelectMany(snapshot => snapshot.GetProperty("matches").EnumerateArray().Select(match => (Snapshot: snapshot.GetProperty("snapshot"), Match: match)))
                .Select(hit => $"{hit.Match.GetProperty("type")} {hit.Snapshot} {hit.Match.GetProperty("path")}"),
        ];

        List<string> actual = await new SnapshotSearch(repository).FindAsync(snapshots, query, CancellationToken.None)
            .Select(hit => $"{hit.Node.Type.ToString().ToLowerInvariant()} {hit.Snapshot} {PathOf(hit.Path)}").ToListAsync();

        // restic passes over a directory whose tree held no match elsewhere, even where the directory itself matches.
        Assert.Subset(actual.ToHashSet(), expected);
        Assert.All(actual.Where(hit => !expected.Contains(hit)), hit => Assert.StartsWith("dir ", hit, StringComparison.Ordinal));
        Assert.Distinct(actual);
    }

    private async Task AssertSameBlobHitsAsync(ResticRepository repository, Snapshot[] snapshots, Random random)
    {
        Node[] files = await new TreeBrowser(repository).WalkAsync(snapshots[0].Tree, TreePath.Root, CancellationToken.None)
            .Select(entry => entry.Node).Where(node => node.Content?.Count > 0).ToArrayAsync();
        if (files.Length == 0)
        {
            return;
        }

        ObjectId chunk = files[random.Next(files.Length)].Content![0];
        string[] chosen = [.. snapshots.SelectMany(snapshot => new[] { "--snapshot", $"{snapshot.Id}" })];
        using JsonDocument found = JsonDocument.Parse(_shared.Restic.Run(["find", "--json", .. chosen, "--blob", $"{chunk}"]));
        string[] expected = [.. found.RootElement.EnumerateArray().Select(hit => $"{hit.GetProperty("snapshot")} {hit.GetProperty("path")}").Distinct().Order(StringComparer.Ordinal)];

        string[] actual = await new SnapshotSearch(repository).FindAsync(snapshots, new SearchQuery { Blobs = [new BlobHandle(BlobType.Data, chunk)] }, CancellationToken.None)
            .Select(hit => $"{hit.Snapshot} {PathOf(hit.Path)}").Order(StringComparer.Ordinal).ToArrayAsync();

        Assert.NotEmpty(actual);
        Assert.Equal(expected, actual);
    }

    private static char LetterOf(TreeDifferenceKind kind) => kind switch
    {
        TreeDifferenceKind.Added => '+',
        TreeDifferenceKind.Removed => '-',
        TreeDifferenceKind.Modified => 'M',
        TreeDifferenceKind.MetadataChanged => 'U',
        TreeDifferenceKind.TypeChanged => 'T',
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A path as JSON has it: bytes that are no text are replacement characters.</summary>
    private static string PathOf(TreePath path)
    {
        byte[] bytes = new byte[path.ByteLength];
        path.CopyTo(bytes);
        return "/" + Encoding.UTF8.GetString(bytes);
    }
}
