using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Files.Restoring;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class RestoreConflictTests : IAsyncLifetime
{
    private TestRepository _test = null!;

    public async Task InitializeAsync() => _test = await TestRepository.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Overwriting_replaces_the_file_and_never_writes_into_it()
    {
        File.WriteAllText(_test.SourceFile("a"), "from the backup");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        string secret = Path.Combine(_test.Outside, "shadow");
        File.WriteAllText(secret, "root:*:");
        using (DirectoryHandle outside = DirectoryHandle.Open(_test.Outside))
        using (DirectoryHandle target = DirectoryHandle.Open(_test.Target))
        {
            outside.Link(FileName.Parse("shadow"), target, FileName.Parse("a"));
        }

        await _test.RestoreAsync(snapshot);

        Assert.Equal("from the backup", File.ReadAllText(_test.TargetFile("a")));
        Assert.Equal("root:*:", File.ReadAllText(secret));
    }

    [Fact]
    public async Task Keeping_leaves_live_files_and_adds_what_is_missing()
    {
        File.WriteAllText(_test.SourceFile("a"), "backup");
        File.WriteAllText(_test.SourceFile("b"), "backup");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        File.WriteAllText(_test.TargetFile("a"), "live");

        RestoreResult restored = await _test.RestoreAsync(snapshot, TestRepository.AsRecorded with { Conflict = RestoreConflict.Keep });

        Assert.Equal("live", File.ReadAllText(_test.TargetFile("a")));
        Assert.Equal("backup", File.ReadAllText(_test.TargetFile("b")));
        Assert.Equal((1, 1), (restored.Kept, restored.Files));
    }

    [Fact]
    public async Task Renaming_puts_the_restored_beside_the_live_under_names_that_are_free()
    {
        string longName = new('ä', 127);
        File.WriteAllText(_test.SourceFile("a"), "backup");
        File.WriteAllText(_test.SourceFile(longName), "backup");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        File.WriteAllText(_test.TargetFile("a"), "live");
        File.WriteAllText(_test.TargetFile("a.restored-20260102T030405Z"), "live, too");
        File.WriteAllText(_test.TargetFile(longName), "live");
        RestoreOptions options = TestRepository.AsRecorded with
        {
            Conflict = RestoreConflict.Rename,
            TimeProvider = new FixedTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        };

        RestoreResult restored = await _test.RestoreAsync(snapshot, options);

        Assert.Equal("live", File.ReadAllText(_test.TargetFile("a")));
        Assert.Equal("backup", File.ReadAllText(_test.TargetFile("a.restored-20260102T030405Z-2")));
        Assert.Equal(new RenamedFile("a", "a.restored-20260102T030405Z-2"), restored.Renamed[0]);
        string beside = restored.Renamed[1].Name;
        Assert.InRange(Encoding.UTF8.GetByteCount(beside), 200, 255);
        Assert.DoesNotContain('\ufffd', beside);
        Assert.Equal("backup", File.ReadAllText(_test.TargetFile(beside)));
    }

    [Fact]
    public async Task A_directory_in_the_place_of_a_file_is_never_removed()
    {
        File.WriteAllText(_test.SourceFile("a"), "backup");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        Directory.CreateDirectory(_test.TargetFile("a/precious"));

        RestoreResult restored = await _test.RestoreAsync(snapshot);

        Assert.Equal(FileProblemKind.InTheWay, Assert.Single(restored.Problems).Kind);
        Assert.Equal(["a", "a/precious"], TreeDescription.Of(_test.Target).Select(line => line.Split('|')[0]));
    }

    [Theory]
    [InlineData(RestoreConflict.Overwrite)]
    [InlineData(RestoreConflict.Keep)]
    [InlineData(RestoreConflict.Rename)]
    public async Task A_link_planted_in_the_place_of_a_directory_is_never_followed(RestoreConflict conflict)
    {
        Directory.CreateDirectory(_test.SourceFile("d/e"));
        File.WriteAllText(_test.SourceFile("d/e/a"), "backup");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        File.CreateSymbolicLink(_test.TargetFile("d"), _test.Outside);
        Directory.CreateDirectory(Path.Combine(_test.Outside, "e"));

        RestoreResult restored = await _test.RestoreAsync(snapshot, TestRepository.AsRecorded with { Conflict = conflict });

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_test.Outside, "e")));
        string? found = conflict switch
        {
            RestoreConflict.Overwrite => _test.TargetFile("d/e/a"),
            RestoreConflict.Rename => _test.TargetFile($"{restored.Renamed[0].Name}/e/a"),
            _ => null,
        };
        Assert.True(found is null || File.ReadAllText(found) == "backup");
        Assert.Equal(conflict != RestoreConflict.Overwrite, new FileInfo(_test.TargetFile("d")).LinkTarget is not null);
    }

    [Fact]
    public async Task A_link_planted_in_the_place_of_a_file_is_replaced_and_never_followed()
    {
        File.WriteAllText(_test.SourceFile("a"), "backup");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        string victim = Path.Combine(_test.Outside, "victim");
        File.WriteAllText(victim, "untouched");
        File.CreateSymbolicLink(_test.TargetFile("a"), victim);

        await _test.RestoreAsync(snapshot);

        Assert.Equal("untouched", File.ReadAllText(victim));
        Assert.Null(new FileInfo(_test.TargetFile("a")).LinkTarget);
        Assert.Equal("backup", File.ReadAllText(_test.TargetFile("a")));
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
