using System.Diagnostics;
using System.Runtime.Versioning;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class ArchiverTests : IAsyncLifetime
{
    private TestRepository _test = null!;

    public async Task InitializeAsync() => _test = await TestRepository.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_snapshot_has_one_directory_per_item_with_its_metadata()
    {
        File.WriteAllText(_test.SourceFile("a"), "content");

        ArchiveResult result = await _test.BackupAsync();

        Tree root = await _test.Browser.LoadAsync(result.Snapshot.Tree, CancellationToken.None);
        Node home = Assert.Single(root.Nodes);
        Assert.Equal("Home", home.Name.ToString());
        Assert.Equal(NodeType.Dir, home.Type);
        Assert.Equal(["/Home"], result.Snapshot.Paths);
        Assert.Equal("host", result.Snapshot.Hostname);
        Assert.False(result.IsPartial);
        Assert.Equal((1, 0, 0), (result.FilesNew, result.FilesChanged, result.FilesUnmodified));
        Assert.Equal(7, result.BytesTotal);
    }

    [Fact]
    public async Task An_unchanged_tree_is_stored_as_the_same_tree_and_read_no_more()
    {
        AwkwardTree.Make(_test.Source);
        ArchiveResult first = await _test.BackupAsync();

        ArchiveResult second = await _test.BackupAsync(Settled(first));

        Assert.Equal(first.Snapshot.Tree, second.Snapshot.Tree);
        Assert.Equal(0, second.BytesRead);
        Assert.Equal(0, second.BytesAdded);
        Assert.Equal((0, 0, first.FilesNew), (second.FilesNew, second.FilesChanged, second.FilesUnmodified));
        Assert.Equal(first.Snapshot.Id, second.Snapshot.Parent);
    }

    [Fact]
    public async Task A_tree_backed_up_without_its_parent_is_the_same_tree_again()
    {
        AwkwardTree.Make(_test.Source);
        ArchiveResult first = await _test.BackupAsync();

        ArchiveResult second = await _test.BackupAsync();

        Assert.Equal(first.Snapshot.Tree, second.Snapshot.Tree);
        Assert.Equal(0, second.BytesAdded);
    }

    [Fact]
    public async Task A_file_changed_without_a_trace_but_its_change_time_is_read_again()
    {
        string path = _test.SourceFile("a");
        File.WriteAllText(path, "before");
        DateTime time = File.GetLastWriteTimeUtc(path);
        ArchiveResult first = await _test.BackupAsync();
        File.WriteAllText(path, "after!");
        File.SetLastWriteTimeUtc(path, time);

        ArchiveResult second = await _test.BackupAsync(Settled(first));

        Assert.Equal((0, 1, 0), (second.FilesNew, second.FilesChanged, second.FilesUnmodified));
        await _test.RestoreAsync(second.Snapshot);
        Assert.Equal("after!", File.ReadAllText(_test.TargetFile("a")));
    }

    [Fact]
    public async Task A_file_changed_around_the_parents_start_is_read_again_but_counts_as_what_it_is()
    {
        File.WriteAllText(_test.SourceFile("a"), "content");
        ArchiveResult first = await _test.BackupAsync();

        ArchiveResult second = await _test.BackupAsync(first.Snapshot with { Time = DateTimeOffset.UnixEpoch });

        Assert.Equal(7, second.BytesRead);
        Assert.Equal(1, second.FilesUnmodified);
        Assert.Equal(first.Snapshot.Tree, second.Snapshot.Tree);
    }

    [Theory]
    [InlineData(ParentListings.Reread)]
    [InlineData(ParentListings.Trust)]
    public async Task Files_that_came_and_went_since_the_parent_are_seen(ParentListings listings)
    {
        Directory.CreateDirectory(_test.SourceFile("d/e"));
        File.WriteAllText(_test.SourceFile("d/e/stays"), "1");
        File.WriteAllText(_test.SourceFile("d/e/goes"), "2");
        ArchiveResult first = await _test.BackupAsync();
        File.Delete(_test.SourceFile("d/e/goes"));
        File.WriteAllText(_test.SourceFile("d/e/comes"), "3");

        ArchiveResult second = await _test.BackupAsync(Settled(first), listings: listings);

        Assert.NotNull(await _test.NodeAsync(second.Snapshot, "d/e/stays"));
        Assert.NotNull(await _test.NodeAsync(second.Snapshot, "d/e/comes"));
        Assert.Null(await _test.NodeAsync(second.Snapshot, "d/e/goes"));
        Assert.Equal((1, 0, 1), (second.FilesNew, second.FilesChanged, second.FilesUnmodified));
    }

    [Fact]
    public async Task A_file_that_grows_while_read_makes_the_backup_partial()
    {
        string path = _test.SourceFile("growing");
        File.WriteAllText(path, "before");

        ArchiveResult result = await _test.BackupAsync(fileOpened: _ => File.AppendAllText(path, " and after"));

        Assert.True(result.IsPartial);
        FileProblem problem = Assert.Single(result.Problems);
        Assert.Equal(("Home/growing", FileProblemKind.ChangedWhileRead), (problem.Path, problem.Kind));
        Assert.Equal(16ul, (await _test.NodeAsync(result.Snapshot, "growing"))!.Size);
    }

    [Theory]
    [InlineData(100, 70_000)]
    [InlineData(65_535, 65_536)]
    [InlineData(100, 40 << 20)]
    [InlineData(16 << 20, 40 << 20)]
    [InlineData(20 << 20, 40 << 20)]
    public async Task However_far_a_file_grows_while_read_the_backup_ends(int before, int after)
    {
        string path = _test.SourceFile("growing");
        File.WriteAllBytes(path, new byte[before]);

        ArchiveResult result = await _test.BackupAsync(fileOpened: _ => File.WriteAllBytes(path, new byte[after]));

        Assert.Equal(FileProblemKind.ChangedWhileRead, Assert.Single(result.Problems).Kind);
        Assert.InRange((long)(await _test.NodeAsync(result.Snapshot, "growing"))!.Size, before, after);
        Assert.Empty((await _test.RestoreAsync(result.Snapshot)).Problems);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(512 * 1024)]
    [InlineData((512 * 1024) + 1)]
    [InlineData((8 << 20) - 1)]
    [InlineData(8 << 20)]
    [InlineData((16 << 20) - 1)]
    [InlineData(16 << 20)]
    [InlineData((16 << 20) + 1)]
    [InlineData(33 << 20)]
    public async Task A_file_of_any_size_comes_back_as_it_was(int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        File.WriteAllBytes(_test.SourceFile("file"), content);

        ArchiveResult result = await _test.BackupAsync();
        await _test.RestoreAsync(result.Snapshot);

        Assert.Empty(result.Problems);
        Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(_test.TargetFile("file"))));
    }

    [Fact]
    public async Task A_file_that_shrinks_while_read_is_stored_as_far_as_it_went_and_makes_the_backup_partial()
    {
        string path = _test.SourceFile("shrinking");
        File.WriteAllBytes(path, new byte[3 << 20]);

        ArchiveResult result = await _test.BackupAsync(fileOpened: _ => File.WriteAllBytes(path, new byte[7]));

        Assert.Equal(FileProblemKind.ChangedWhileRead, Assert.Single(result.Problems).Kind);
        Assert.Equal(7ul, (await _test.NodeAsync(result.Snapshot, "shrinking"))!.Size);
    }

    [Fact]
    public async Task A_file_removed_while_it_is_open_is_stored_and_makes_the_backup_partial()
    {
        string path = _test.SourceFile("vanishing");
        File.WriteAllText(path, "last words");

        ArchiveResult result = await _test.BackupAsync(fileOpened: _ => File.Delete(path));

        Assert.Equal(FileProblemKind.ChangedWhileRead, Assert.Single(result.Problems).Kind);
        Assert.Equal(10ul, (await _test.NodeAsync(result.Snapshot, "vanishing"))!.Size);
    }

    [Fact]
    public async Task A_file_gone_before_its_turn_is_a_problem_and_the_rest_is_stored()
    {
        // One worker reads them in order; when the first is open, the second has been looked at and not opened.
        File.WriteAllText(_test.SourceFile("a"), "first");
        File.WriteAllText(_test.SourceFile("b"), "second");
        File.WriteAllText(_test.SourceFile("c"), "third");

        ArchiveResult result = await BackupWithOneWorkerAsync(path =>
        {
            if (path == "Home/a")
            {
                File.Delete(_test.SourceFile("b"));
            }
        });

        FileProblem problem = Assert.Single(result.Problems);
        Assert.Equal(("Home/b", FileProblemKind.Vanished), (problem.Path, problem.Kind));
        Assert.NotNull(await _test.NodeAsync(result.Snapshot, "c"));
    }

    [Fact]
    public async Task A_file_swapped_for_a_link_gives_nothing_of_what_the_link_points_to()
    {
        string secret = Path.Combine(_test.Outside, "secret");
        File.WriteAllText(secret, "somebody else's");
        File.WriteAllText(_test.SourceFile("a"), "first");
        File.WriteAllText(_test.SourceFile("b"), "second");

        ArchiveResult result = await BackupWithOneWorkerAsync(path =>
        {
            if (path == "Home/a")
            {
                File.Delete(_test.SourceFile("b"));
                File.CreateSymbolicLink(_test.SourceFile("b"), secret);
            }
        });

        FileProblem problem = Assert.Single(result.Problems);
        Assert.Equal(("Home/b", FileProblemKind.Replaced), (problem.Path, problem.Kind));
        Assert.Null(await _test.NodeAsync(result.Snapshot, "b"));
    }

    [SkippableFact]
    public async Task An_unreadable_file_is_a_problem_and_the_rest_is_stored()
    {
        // A file that not even root may open for reading, beside some that everybody may.
        const string Settings = "/proc/sys/net/ipv4/route";
        Skip.IfNot(File.Exists(Path.Combine(Settings, "flush")), $"There is no {Settings}/flush here.");
        using DirectoryHandle root = DirectoryHandle.Open(Settings);

        ArchiveResult result = await new Archiver(_test.Repository, threads: 2).BackupAsync(
            [new SourceTree(FileName.Parse("Home"), root, null)], Options, null, CancellationToken.None);

        FileProblem problem = Assert.Single(result.Problems, problem => problem.Kind == FileProblemKind.Unreadable);
        Assert.Equal("Home/flush", problem.Path);
        Assert.Null(await _test.NodeAsync(result.Snapshot, "flush"));
        Assert.NotEmpty((await _test.NodeAsync(result.Snapshot, "max_size"))!.Content!);
    }

    [Fact]
    public async Task What_is_excluded_is_neither_stored_nor_entered()
    {
        Directory.CreateDirectory(_test.SourceFile("cache/deep"));
        File.WriteAllText(_test.SourceFile("cache/deep/x"), "x");
        File.WriteAllText(_test.SourceFile("a.log"), "x");
        File.WriteAllText(_test.SourceFile("keep.log"), "x");

        ArchiveResult result = await _test.BackupAsync(excludes: new GlobExcludes(["cache/", "*.log", "!keep.log"]));

        Assert.Null(await _test.NodeAsync(result.Snapshot, "cache"));
        Assert.Null(await _test.NodeAsync(result.Snapshot, "a.log"));
        Assert.NotNull(await _test.NodeAsync(result.Snapshot, "keep.log"));
        Assert.Equal((1, 1), (result.FilesNew, result.Directories));
    }

    [SkippableTheory]
    [InlineData(MountPoints.Enter)]
    [InlineData(MountPoints.LeaveEmpty)]
    public async Task A_mount_point_is_entered_or_left_empty_as_asked(MountPoints mountPoints)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root mounts.");
        string mounted = Directory.CreateDirectory(_test.SourceFile("mounted")).FullName;
        using (Process mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=1m", "none", mounted]))
        {
            await mount.WaitForExitAsync();
        }

        try
        {
            File.WriteAllText(Path.Combine(mounted, "a"), "x");
            using DirectoryHandle root = DirectoryHandle.Open(_test.Source);
            ArchiveResult result = await new Archiver(_test.Repository).BackupAsync(
                [new SourceTree(FileName.Parse("Home"), root, null)], Options with { MountPoints = mountPoints }, null, CancellationToken.None);

            Assert.NotNull(await _test.NodeAsync(result.Snapshot, "mounted"));
            Assert.Equal(mountPoints == MountPoints.Enter, await _test.NodeAsync(result.Snapshot, "mounted/a") is not null);
        }
        finally
        {
            using Process unmount = Process.Start("umount", [mounted]);
            await unmount.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_socket_is_left_out_as_restic_leaves_it_out()
    {
        using System.Net.Sockets.Socket socket = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_test.SourceFile("socket")));

        ArchiveResult result = await _test.BackupAsync();

        Assert.Null(await _test.NodeAsync(result.Snapshot, "socket"));
        Assert.False(result.IsPartial);
    }

    [Fact]
    public async Task A_directory_deeper_than_paths_reach_is_a_problem_and_no_crash()
    {
        using (DirectoryHandle source = DirectoryHandle.Open(_test.Source))
        {
            DirectoryHandle directory = source;
            for (int depth = 0; depth < 3000; depth++)
            {
                Assert.True(directory.TryMakeDirectory(FileName.Parse("d")));
                DirectoryHandle below = directory.OpenDirectory(FileName.Parse("d"));
                if (directory != source)
                {
                    directory.Dispose();
                }

                directory = below;
            }

            directory.Dispose();
        }

        ArchiveResult result = await _test.BackupAsync();

        Assert.Equal(FileProblemKind.TooDeep, Assert.Single(result.Problems).Kind);
        Assert.Equal(2049, result.Directories);
    }

    [Fact]
    public async Task Cancelling_leaves_no_snapshot()
    {
        AwkwardTree.Make(_test.Source);
        using CancellationTokenSource stop = new();
        using DirectoryHandle root = DirectoryHandle.Open(_test.Source);
        Archiver archiver = new(_test.Repository, threads: 2) { FileOpened = _ => stop.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => archiver.BackupAsync(
            [new SourceTree(FileName.Parse("Home"), root, null)], Options, null, stop.Token));

        Assert.Empty(await _test.Repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task A_hundred_thousand_files_in_a_thousand_directories_are_stored_and_found_unchanged()
    {
        for (int directory = 0; directory < 1000; directory++)
        {
            string path = Directory.CreateDirectory(_test.SourceFile($"{directory:d4}")).FullName;
            for (int file = 0; file < 100; file++)
            {
                File.WriteAllText(Path.Combine(path, $"{file:d3}"), $"{directory % 50}/{file}");
            }
        }

        ArchiveResult first = await _test.BackupAsync();
        ArchiveResult second = await _test.BackupAsync(Settled(first));
        RestoreResult restored = await _test.RestoreAsync(second.Snapshot);

        Assert.Equal((100_000, 1001), (first.FilesNew, first.Directories));
        Assert.Equal((0, 100_000), (second.BytesRead, second.FilesUnmodified));
        Assert.Equal((100_000, 1000, 0), (restored.Files, restored.Directories, restored.Problems.Count));
        Assert.Equal("7/42", File.ReadAllText(_test.TargetFile("0957/042")));
    }

    private static ArchiveOptions Options { get; } = new() { Hostname = "host", Username = "user" };

    /// <summary>The snapshot as if it had been made long after the files.</summary>
    private static Snapshot Settled(ArchiveResult result) =>
        result.Snapshot with { Time = result.Snapshot.Time.AddHours(1) };

    private async Task<ArchiveResult> BackupWithOneWorkerAsync(Action<string> fileOpened)
    {
        using DirectoryHandle root = DirectoryHandle.Open(_test.Source);
        Archiver archiver = new(_test.Repository, threads: 1) { FileOpened = fileOpened };
        return await archiver.BackupAsync([new SourceTree(FileName.Parse("Home"), root, null)], Options, null, CancellationToken.None);
    }
}
