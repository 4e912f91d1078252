using System.Globalization;
using System.Runtime.Versioning;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop.Processes;

/// <summary>Another process exchanges what is restored to with links that lead out, all the while.</summary>
[SupportedOSPlatform("linux")]
public sealed class SwappedTargetTests : IDisposable
{
    private static readonly string[] s_swapped = ["a", "a/b", "a/b/c", "a/b/c/file3", "a/file7", "z"];

    private readonly SharedRepository _shared = new();

    private string Target => _shared.Under("around/target");

    private string Junk => Directory.CreateDirectory(_shared.Under("around/junk")).FullName;

    private string Outside => _shared.Under("around/outside");

    [Theory]
    [InlineData(RestoreConflict.Overwrite)]
    [InlineData(RestoreConflict.Keep)]
    [InlineData(RestoreConflict.Rename)]
    public async Task Nothing_outside_is_touched_however_the_target_is_swapped_meanwhile(RestoreConflict conflict)
    {
        MakeOutside();
        await using ResticRepository repository = await _shared.CreateAsync(SharedRepository.Options);
        ObjectId tree = await BackUpAsync(repository);
        MakeTarget();
        string[] before = TreeDescription.Of(Outside);
        string rounds = RandomRuns.Of(10_000).ToString(CultureInfo.InvariantCulture);
        using ActorProcess swapper = ActorProcess.Start(["swap", rounds, Target, Junk, Outside, .. s_swapped]);
        Assert.Equal("ready", await swapper.ReadLineAsync());
        Task<string?> done = swapper.ReadLineAsync();
        int files = 0;
        while (!done.IsCompleted || files == 0)
        {
            Reset();
            files += await RestoreAsync(repository, tree, conflict);
            Assert.Equal(before, TreeDescription.Of(Outside));
        }

        Assert.Equal("done", await done);
        swapper.EndInput();
        Assert.Equal(0, await swapper.EndAsync());
        Assert.Equal(before, TreeDescription.Of(Outside));
    }

    public void Dispose() => _shared.Dispose();

    /// <summary>Things of the same names as what is restored, with marks of their own.</summary>
    private void MakeOutside()
    {
        foreach (string path in s_swapped)
        {
            string name = Path.Combine(Outside, Path.GetFileName(path));
            if (Path.GetFileName(path).StartsWith("file", StringComparison.Ordinal))
            {
                File.WriteAllText(name, "untouched");
            }
            else
            {
                Directory.CreateDirectory(Path.Combine(name, "b/c"));
                File.WriteAllText(Path.Combine(name, "file1"), "untouched");
                File.SetLastWriteTimeUtc(name, DateTime.UnixEpoch);
            }
        }
    }

    private async Task<ObjectId> BackUpAsync(ResticRepository repository)
    {
        foreach (string folder in new[] { "a", "a/b", "a/b/c", "z" })
        {
            string path = Directory.CreateDirectory(Path.Combine(_shared.Under("source"), folder)).FullName;
            for (int i = 0; i < 30; i++)
            {
                File.WriteAllText(Path.Combine(path, $"file{i}"), $"{folder} {i}");
            }

            File.CreateSymbolicLink(Path.Combine(path, "link"), "file1");
        }

        using DirectoryHandle source = DirectoryHandle.Open(_shared.Under("source"));
        ArchiveOptions options = new() { Hostname = "host", Username = "user" };
        Snapshot snapshot = (await new Archiver(repository).BackupAsync(
            [new SourceTree(FileName.Parse("Home"), source, Excludes: null)], options, null, CancellationToken.None)).Snapshot;
        return (await new TreeBrowser(repository).FindAsync(snapshot.Tree, TreePath.Parse("Home"), CancellationToken.None))!.Subtree!.Value;
    }

    private void MakeTarget()
    {
        Directory.CreateDirectory(Path.Combine(Target, "a/b/c"));
        Directory.CreateDirectory(Path.Combine(Target, "z"));
    }

    /// <summary>Takes away what was restored beside or moved away, so that it doesn't pile up.</summary>
    private void Reset()
    {
        string[] beside = [.. Directory.GetFileSystemEntries(Target).Where(path => path.Contains(".restored-", StringComparison.Ordinal))];
        foreach (string path in Directory.GetFileSystemEntries(Junk).Concat(beside))
        {
            if (File.GetAttributes(path).HasFlag(FileAttributes.Directory) && new DirectoryInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    /// <returns>Files restored: none where the swapping ended it.</returns>
    private async Task<int> RestoreAsync(ResticRepository repository, ObjectId tree, RestoreConflict conflict)
    {
        RestoreOptions options = new() { Conflict = conflict, Ownership = RestoreOwnership.Recorded, Privileges = RestorePrivileges.Allow };
        using DirectoryHandle target = DirectoryHandle.Open(Target);
        RestoreResult result = await new Restorer(repository).RestoreAsync(tree, [], target, options, null, CancellationToken.None);
        return (int)result.Files;
    }
}
