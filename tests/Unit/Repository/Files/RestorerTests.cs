using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Files.Restoring;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class RestorerTests : IAsyncLifetime
{
    private TestRepository _test = null!;

    public async Task InitializeAsync() => _test = await TestRepository.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_restored_tree_is_the_tree_that_was_backed_up()
    {
        AwkwardTree.Make(_test.Source);
        ArchiveResult backup = await _test.BackupAsync();

        RestoreResult restored = await _test.RestoreAsync(backup.Snapshot);

        Assert.Empty(backup.Problems);
        Assert.Empty(restored.Problems);
        Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
    }

    [SkippableFact]
    public async Task Devices_foreign_owners_and_capabilities_come_back_for_root()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root makes devices and gives files away.");
        AwkwardTree.MakePrivileged(_test.Source);

        RestoreResult restored = await _test.RestoreAsync((await _test.BackupAsync()).Snapshot);

        Assert.Empty(restored.Problems);
        Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
    }

    [Fact]
    public async Task Every_permission_comes_back_in_a_new_directory()
    {
        Directory.CreateDirectory(_test.SourceFile("new"));
        foreach (int permissions in new[] { 0, 0x80, 0x124, 0x180, 0x1A4, 0x1B6, 0x1FF, 0x3A4, 0x5ED, 0x9ED })
        {
            File.WriteAllText(_test.SourceFile($"new/{permissions:x}"), $"{permissions}");
            File.SetUnixFileMode(_test.SourceFile($"new/{permissions:x}"), (UnixFileMode)permissions);
        }

        await _test.RestoreAsync((await _test.BackupAsync()).Snapshot);

        Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
    }

    [SkippableFact]
    public async Task A_group_that_a_new_directory_hands_down_goes_to_no_file()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root gives files away.");
        Directory.CreateDirectory(_test.SourceFile("new"));
        File.WriteAllText(_test.SourceFile("new/file"), "root's");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        using (DirectoryHandle target = DirectoryHandle.Open(_test.Target))
        {
            Assert.Equal(0, target.SetOwner(0, 12345));
            Assert.Equal(0, target.SetPermissions(0x5ED));
        }

        await _test.RestoreAsync(snapshot);

        Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
    }

    [SkippableFact]
    public async Task Privileges_are_stripped_and_told_of_unless_asked_for()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root makes devices and gives files away.");
        AwkwardTree.MakePrivileged(_test.Source);
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;

        RestoreResult restored = await _test.RestoreAsync(snapshot, TestRepository.AsRecorded with { Privileges = RestorePrivileges.Strip });

        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.PrivilegeStripped, problem.Kind));
        Assert.Equal(["capable", "disk", "null"], restored.Problems.Select(problem => problem.Path));
        string capable = Assert.Single(TreeDescription.Of(_test.Target), line => line.StartsWith("capable|", StringComparison.Ordinal));
        Assert.Contains("|755|", capable, StringComparison.Ordinal);
        Assert.DoesNotContain("security.capability", capable, StringComparison.Ordinal);
        Assert.False(File.Exists(_test.TargetFile("null")));
    }

    [SkippableFact]
    public async Task What_others_owned_is_given_to_nobody_and_told_of()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root gives files away.");
        AwkwardTree.MakePrivileged(_test.Source);
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        RestoreOwnership account = RestoreOwnership.Within(new IdRange(12000, 12999), new IdRange(2000, 2000), 2000);

        RestoreResult restored = await _test.RestoreAsync(snapshot, TestRepository.AsRecorded with { Ownership = account });

        string[] lines = TreeDescription.Of(_test.Target);
        Assert.Contains("|12345:2000|", Assert.Single(lines, line => line.StartsWith("of-others|", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("|0:0|", Assert.Single(lines, line => line.StartsWith("capable|", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(restored.Problems, problem => problem is { Path: "capable", Kind: FileProblemKind.MetadataLost });
        Assert.DoesNotContain(restored.Problems, problem => problem.Path == "of-others");
    }

    [SkippableFact]
    public async Task An_account_that_moves_another_s_directory_into_its_place_gets_nothing_written_there()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root gives files away.");
        Directory.CreateDirectory(_test.SourceFile("docs"));
        File.WriteAllText(_test.SourceFile("docs/run.sh"), "the account's");
        using (DirectoryHandle source = DirectoryHandle.Open(_test.Source))
        using (DirectoryHandle docs = source.OpenDirectory(FileName.Parse("docs")))
        {
            Assert.Equal(0, docs.SetOwner(12345, 12345));
        }

        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        Directory.CreateDirectory(_test.TargetFile("docs"));
        File.WriteAllText(_test.TargetFile("docs/run.sh"), "root's");
        string[] before = TreeDescription.Of(_test.Target);
        RestoreOwnership account = RestoreOwnership.Within(new IdRange(12345, 12345), new IdRange(12345, 12345), 12345);

        RestoreResult restored = await _test.RestoreAsync(snapshot, TestRepository.AsRecorded with { Ownership = account });

        FileProblem problem = Assert.Single(restored.Problems);
        Assert.Equal(("docs", FileProblemKind.InTheWay), (problem.Path, problem.Kind));
        Assert.Equal(before, TreeDescription.Of(_test.Target));
    }

    [Fact]
    public async Task Holes_stay_holes()
    {
        using (FileStream sparse = File.Create(_test.SourceFile("sparse")))
        {
            sparse.SetLength(200 << 20);
            sparse.Position = 100 << 20;
            sparse.Write("island"u8);
        }

        await _test.RestoreAsync((await _test.BackupAsync()).Snapshot);

        Assert.Equal(200 << 20, new FileInfo(_test.TargetFile("sparse")).Length);
        Assert.True(await BlocksOfAsync(_test.TargetFile("sparse")) < 64);
    }

    [Fact]
    public async Task Only_what_is_selected_is_restored_with_the_directories_above()
    {
        Directory.CreateDirectory(_test.SourceFile("a/b/c"));
        Directory.CreateDirectory(_test.SourceFile("a/z"));
        File.WriteAllText(_test.SourceFile("a/b/c/wanted"), "1");
        File.WriteAllText(_test.SourceFile("a/b/other"), "2");
        File.WriteAllText(_test.SourceFile("top"), "3");
        File.SetUnixFileMode(_test.SourceFile("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;

        await _test.RestoreAsync(snapshot, null, "a/b/c", "top", "a/b/c/wanted");

        Assert.Equal(["a", "a/b", "a/b/c", "a/b/c/wanted", "top"], TreeDescription.Of(_test.Target).Select(line => line.Split('|')[0]));
        Assert.Equal(File.GetLastWriteTimeUtc(_test.SourceFile("a")), File.GetLastWriteTimeUtc(_test.TargetFile("a")));
        Assert.Equal(File.GetUnixFileMode(_test.SourceFile("a")), File.GetUnixFileMode(_test.TargetFile("a")));
    }

    [Fact]
    public async Task An_unknown_selection_is_refused_before_anything_is_written()
    {
        File.WriteAllText(_test.SourceFile("known"), "1");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;

        TreePathNotFoundException failure = await Assert.ThrowsAsync<TreePathNotFoundException>(
            () => _test.RestoreAsync(snapshot, null, "known", "no/such"));

        Assert.Equal("\"no/such\" is not in the backup.", failure.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_test.Target));
    }

    [Fact]
    public async Task A_file_gets_no_acl_from_the_directory_it_is_restored_to()
    {
        File.WriteAllText(_test.SourceFile("a"), "x");
        Directory.CreateDirectory(_test.SourceFile("d"));
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        using (DirectoryHandle target = DirectoryHandle.Open(_test.Target))
        {
            // user::rwx user:1000:rwx group::r-x mask::rwx other::r-x
            byte[] acl = Convert.FromHexString("0200000001000700FFFFFFFF02000700E803000004000500FFFFFFFF10000700FFFFFFFF20000500FFFFFFFF");
            Assert.Equal(0, target.SetAttribute("system.posix_acl_default", acl));
        }

        await _test.RestoreAsync(snapshot);

        Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
    }

    [Fact]
    public async Task Nothing_temporary_is_left()
    {
        AwkwardTree.Make(_test.Source);
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        await _test.RestoreAsync(snapshot);

        RestoreResult again = await _test.RestoreAsync(snapshot, TestRepository.AsRecorded with { Conflict = RestoreConflict.Keep });

        Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
        Assert.Equal(0, again.Files);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Damaged_or_missing_data_costs_the_files_that_hold_it_and_no_other(bool isMissing)
    {
        byte[] random = new byte[3 << 20];
        new Random(7).NextBytes(random);
        File.WriteAllBytes(_test.SourceFile("whole"), random.AsSpan(0, 1000));
        Snapshot first = (await _test.BackupAsync()).Snapshot;
        File.WriteAllBytes(_test.SourceFile("hurt"), random.AsSpan(1000));
        Snapshot second = (await _test.BackupAsync(first with { Time = first.Time.AddHours(1) })).Snapshot;
        Node hurt = (await _test.NodeAsync(second, "hurt"))!;
        Assert.True(_test.Repository.TryLocate(new BlobHandle(BlobType.Data, hurt.Content![0]), out var location));
        string pack = Path.Combine(_test.Location, "data", location.Pack.ToString()[..2], location.Pack.ToString());
        Flip(pack, location.Offset + 100);
        if (isMissing)
        {
            File.Delete(pack);
        }

        RestoreResult restored = await _test.RestoreAsync(second);

        FileProblem problem = Assert.Single(restored.Problems);
        Assert.Equal(("hurt", FileProblemKind.Damaged), (problem.Path, problem.Kind));
        Assert.Contains(location.Pack.ToString(), problem.Message, StringComparison.Ordinal);
        Assert.Equal(random.AsSpan(0, 1000).ToArray(), File.ReadAllBytes(_test.TargetFile("whole")));
        Assert.False(File.Exists(_test.TargetFile("hurt")));
    }

    [Fact]
    public async Task Progress_ends_with_what_was_done()
    {
        File.WriteAllText(_test.SourceFile("a"), "12345");
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        Node home = (await _test.Browser.FindAsync(snapshot.Tree, TreePath.Parse("Home"), CancellationToken.None))!;
        LastReport<RestoreProgress> last = new();
        using DirectoryHandle target = DirectoryHandle.Open(_test.Target);

        await new Restorer(_test.Repository).RestoreAsync(home.Subtree!.Value, [], target, TestRepository.AsRecorded, last, CancellationToken.None);

        Assert.Equal(new RestoreProgress(1, 5, 0), last.Value);
    }

    [Fact]
    public async Task Cancelling_leaves_whole_files_only_and_nothing_temporary()
    {
        AwkwardTree.Make(_test.Source);
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        Node home = (await _test.Browser.FindAsync(snapshot.Tree, TreePath.Parse("Home"), CancellationToken.None))!;
        using CancellationTokenSource stop = new();
        RestoreOptions options = TestRepository.AsRecorded with { TimeProvider = new HastyTime() };
        using DirectoryHandle target = DirectoryHandle.Open(_test.Target);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Restorer(_test.Repository).RestoreAsync(
            home.Subtree!.Value, [], target, options, new CancelAtFirstReport(stop), stop.Token));

        Assert.DoesNotContain(TreeDescription.Of(_test.Target), line => line.Contains(".backup-access-", StringComparison.Ordinal));
        string[] files = [.. TreeDescription.Of(_test.Source).Where(IsSingleFile)];
        Assert.All(TreeDescription.Of(_test.Target).Where(IsSingleFile), line => Assert.Contains(line, files));
    }

    [Fact]
    public async Task A_directory_put_in_the_place_of_another_is_noticed()
    {
        Directory.CreateDirectory(_test.TargetFile("d"));
        using DirectoryHandle target = DirectoryHandle.Open(_test.Target);
        RestoreContext context = new(_test.Repository, target, TestRepository.AsRecorded, new RestoreCounters(TimeProvider.System, null));
        RestoreDirectory root = new DirectoryMaker(context).Root(RestoreScope.Everything);
        Node node = new() { Name = FileName.Parse("d"), Type = NodeType.Dir };
        RestoreDirectory directory = new DirectoryMaker(context).Make(target, root, node, RestoreScope.Everything)!;
        Directory.Move(_test.TargetFile("d"), _test.TargetFile("moved"));
        Directory.CreateDirectory(_test.TargetFile("d"));

        Assert.Throws<FileSystemException>(() => context.Open(directory));
    }

    [SkippableFact]
    public async Task A_full_disk_ends_the_restore_with_its_reason_and_nothing_half_written()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root mounts a small disk.");
        byte[] random = new byte[3 << 20];
        new Random(11).NextBytes(random);
        File.WriteAllBytes(_test.SourceFile("small"), random.AsSpan(0, 100));
        File.WriteAllBytes(_test.SourceFile("too-large"), random);
        Snapshot snapshot = (await _test.BackupAsync()).Snapshot;
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "none", _test.Target);
        try
        {
            FileSystemException failure = await Assert.ThrowsAsync<FileSystemException>(() => _test.RestoreAsync(snapshot));

            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFileSystemEntries(_test.Target), path => Path.GetFileName(path) != "small");
        }
        finally
        {
            await RunAsync("umount", _test.Target);
        }
    }

    private static bool IsSingleFile(string line) =>
        line.Contains("|File|", StringComparison.Ordinal) && !line.Contains("linked", StringComparison.Ordinal);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static void Flip(string path, long offset)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using FileStream file = File.Open(path, FileMode.Open);
        file.Position = offset;
        int value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 1));
    }

    private static async Task<long> BlocksOfAsync(string path)
    {
        System.Diagnostics.ProcessStartInfo stat = new("stat", ["-c", "%b", path]) { RedirectStandardOutput = true };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(stat)!;
        return long.Parse(await process.StandardOutput.ReadToEndAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A clock by which a second passes between any two looks, so that every write is reported.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _now);
    }

    private sealed class CancelAtFirstReport(CancellationTokenSource stop) : IProgress<RestoreProgress>
    {
        public void Report(RestoreProgress value) => stop.Cancel();
    }

    private sealed class LastReport<T> : IProgress<T>
    {
        public T? Value { get; private set; }

        public void Report(T value) => Value = value;
    }
}
