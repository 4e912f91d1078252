using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>Whatever stands in the place of whatever is restored, at every depth: nothing outside is made, changed or removed.</summary>
[SupportedOSPlatform("linux")]
public sealed class PlantedTargetTests : IAsyncLifetime
{
    private static readonly string[] s_folders = ["d", "d/e", "d/e/f"];

    private TestRepository _test = null!;
    private Snapshot _snapshot = null!;

    public static TheoryData<RestoreConflict, string> Cases
    {
        get
        {
            TheoryData<RestoreConflict, string> cases = [];
            foreach (RestoreConflict conflict in Enum.GetValues<RestoreConflict>())
            {
                foreach (string planted in new[] { "link to a file", "link to a directory", "link to nothing", "link upwards", "link to itself", "hard link", "fifo", "device", "directory", "file" })
                {
                    cases.Add(conflict, planted);
                }
            }

            return cases;
        }
    }

    public async Task InitializeAsync()
    {
        _test = await TestRepository.CreateAsync();
        foreach (string folder in s_folders)
        {
            Directory.CreateDirectory(_test.SourceFile(folder));
            File.WriteAllText(_test.SourceFile($"{folder}/file"), "from the backup");
            File.WriteAllBytes(_test.SourceFile($"{folder}/empty"), []);
            File.CreateSymbolicLink(_test.SourceFile($"{folder}/link"), "file");
            using DirectoryHandle handle = DirectoryHandle.Open(_test.SourceFile(folder));
            handle.MakeSpecial(FileName.Parse("fifo"), NodeType.Fifo, 0);
            handle.Link(FileName.Parse("file"), handle, FileName.Parse("hard"));
        }

        _snapshot = (await _test.BackupAsync()).Snapshot;
        Directory.CreateDirectory(Path.Combine(_test.Outside, "directory/e/f"));
        File.WriteAllText(Path.Combine(_test.Outside, "shadow"), "root:*:");
        File.WriteAllText(Path.Combine(_test.Outside, "directory/file"), "untouched");
        File.WriteAllText(Path.Combine(_test.Outside, "directory/e/file"), "untouched");
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_outside_is_touched(RestoreConflict conflict, string planted)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root makes devices.");
        string[] paths = [.. TreeDescription.Of(_test.Source).Select(line => line.Split('|')[0])];
        foreach (string path in paths.Where(path => planted != "hard link" || !s_folders.Contains(path)))
        {
            Clear();
            Plant(path, planted);
            string[] outside = Outside();

            RestoreResult restored = await _test.RestoreAsync(_snapshot, TestRepository.AsRecorded with { Conflict = conflict });

            Assert.Equal(outside, Outside());
            Dictionary<string, string> target = LinesOf(_test.Target);
            Dictionary<string, string> source = LinesOf(_test.Source);
            Assert.All(paths.Where(other => !IsAt(other, path)), other => Assert.True(target.ContainsKey(other), other));
            bool isMerged = planted == "directory" && s_folders.Contains(path);
            if (conflict == RestoreConflict.Overwrite && (planted != "directory" || isMerged))
            {
                Assert.Empty(restored.Problems);
                Assert.Equal(source.Keys.Order(StringComparer.Ordinal), target.Keys.Order(StringComparer.Ordinal));
            }
            else if (!isMerged)
            {
                Assert.NotEqual(0, restored.Kept + restored.Renamed.Count + restored.Problems.Count);
            }

            Assert.DoesNotContain(target.Keys, name => name.Contains(".backup-access-", StringComparison.Ordinal));
        }
    }

    [SkippableTheory]
    [InlineData(RestoreConflict.Overwrite)]
    [InlineData(RestoreConflict.Keep)]
    [InlineData(RestoreConflict.Rename)]
    public async Task A_link_in_every_place_at_once_leads_nowhere(RestoreConflict conflict)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root makes devices.");
        Clear();
        Directory.CreateDirectory(_test.TargetFile("d/e/f"));
        foreach (string line in TreeDescription.Of(_test.Source))
        {
            string path = line.Split('|')[0];
            if (!s_folders.Contains(path))
            {
                File.CreateSymbolicLink(_test.TargetFile(path), Path.Combine(_test.Outside, "new", path));
            }
        }

        string[] outside = Outside();

        await _test.RestoreAsync(_snapshot, TestRepository.AsRecorded with { Conflict = conflict });

        Assert.Equal(outside, Outside());
    }

    private static bool IsAt(string path, string above) => path == above || path.StartsWith($"{above}/", StringComparison.Ordinal);

    private static Dictionary<string, string> LinesOf(string folder) => TreeDescription.Of(folder).ToDictionary(line => line.Split('|')[0]);

    private string[] Outside() => TreeDescription.Of(_test.Outside);

    private void Clear()
    {
        Directory.Delete(_test.Target, recursive: true);
        Directory.CreateDirectory(_test.Target);
    }

    private void Plant(string path, string planted)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_test.TargetFile(path))!);
        using DirectoryHandle above = DirectoryHandle.Open(Path.GetDirectoryName(_test.TargetFile(path))!);
        FileName name = FileName.Parse(Path.GetFileName(path));
        using DirectoryHandle outside = DirectoryHandle.Open(_test.Outside);
        switch (planted)
        {
            case "hard link":
                outside.Link(FileName.Parse("shadow"), above, name);
                break;
            case "fifo":
                above.MakeSpecial(name, NodeType.Fifo, 0);
                break;
            case "device":
                above.MakeSpecial(name, NodeType.CharDev, (1 << 8) | 3);
                break;
            case "directory":
                Directory.CreateDirectory(_test.TargetFile(path));
                break;
            case "file":
                File.WriteAllText(_test.TargetFile(path), "live");
                break;
            default:
                above.MakeSymlink(name, Encoding.UTF8.GetBytes(LinkTarget(name, planted)));
                break;
        }
    }

    private string LinkTarget(FileName name, string planted) => planted switch
    {
        "link to a file" => Path.Combine(_test.Outside, "shadow"),
        "link to a directory" => Path.Combine(_test.Outside, "directory"),
        "link to nothing" => Path.Combine(_test.Outside, "new"),
        "link upwards" => $"{string.Concat(Enumerable.Repeat("../", 20))}{_test.Outside[1..]}/directory",
        _ => name.ToString(),
    };
}
