using System.Runtime.Versioning;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop;

[SupportedOSPlatform("linux")]
public sealed class WholeTreeTests : IDisposable
{
    // restic 0.14 keeps the text of a link's target only; newer ones keep bytes that are no text as we do.
    private const string LostByRestic = "odd-target";

    private readonly SharedRepository _shared = new();

    private string Source => Directory.CreateDirectory(_shared.Under("source")).FullName;

    private string Target => Directory.CreateDirectory(_shared.Under("target")).FullName;

    public void Dispose() => _shared.Dispose();

    [SkippableFact]
    public async Task Restic_checks_and_restores_our_backup_with_all_its_metadata()
    {
        SkipWithoutRestic();
        MakeSource();
        Snapshot snapshot = await BackupWithUsAsync(create: true);

        _shared.Restic.Run("check", "--read-data");
        _shared.Restic.Run("restore", snapshot.Id.ToString(), "--target", Target);

        AssertSame(TreeDescription.Of(Source), TreeDescription.Of(Path.Combine(Target, "Home")));
    }

    [SkippableTheory]
    [InlineData("auto")]
    [InlineData("off")]
    public async Task We_restore_a_backup_of_restic_with_all_its_metadata(string compression)
    {
        SkipWithoutRestic();
        MakeSource();
        _shared.Restic.Run("init");
        _shared.Restic.Run("backup", Source, "--compression", compression);

        RestoreResult restored = await RestoreWithUsAsync();

        Assert.Empty(restored.Problems);
        AssertSame(TreeDescription.Of(Source), TreeDescription.Of(Target));
    }

    [SkippableFact]
    public async Task The_same_tree_is_the_same_blob_to_both()
    {
        SkipWithoutRestic();
        MakeSource();
        File.Delete(Path.Combine(Source, LostByRestic));
        _shared.Restic.Run("init");
        _shared.Restic.Run("backup", Source);
        Node restics = await LatestAsync(Source[1..]);

        Snapshot ours = await BackupWithUsAsync(create: false);

        Node our = await LatestAsync("Home");
        Assert.Equal(restics.Subtree, our.Subtree);
        Assert.Equal((0, 1), (ours.Summary!.DataBlobs, ours.Summary.TreeBlobs));
        _shared.Restic.Run("check", "--read-data");
    }

    [SkippableFact]
    public async Task Restic_lists_our_names_as_they_are()
    {
        SkipWithoutRestic();
        MakeSource();
        Snapshot snapshot = await BackupWithUsAsync(create: true);

        string listed = _shared.Restic.Run("ls", snapshot.Id.ToString());

        Assert.Contains("/Home/new\nline\n", listed, StringComparison.Ordinal);
        Assert.Contains("/Home/\"quotes\" and 'these'\n", listed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task We_extend_a_repository_of_restic_and_it_extends_ours()
    {
        SkipWithoutRestic();
        MakeSource();
        _shared.Restic.Run("init");
        _shared.Restic.Run("backup", Source);
        Snapshot first = await BackupWithUsAsync(create: false);
        File.WriteAllText(Path.Combine(Source, "later"), "later");

        Snapshot second = await BackupWithUsAsync(create: false, first with { Time = first.Time.AddHours(1) });
        _shared.Restic.Run("backup", Source, "--parent", second.Id.ToString(), "--force");
        _shared.Restic.Run("check", "--read-data");

        Assert.Equal((1, 0), (second.Summary!.FilesNew, second.Summary.FilesChanged));
    }

    [SkippableFact]
    public async Task A_sparse_file_of_four_gibibytes_goes_both_ways()
    {
        SkipWithoutRestic();
        using (FileStream sparse = File.Create(Path.Combine(Source, "sparse")))
        {
            sparse.SetLength(4L << 30);
            sparse.Position = (3L << 30) + 12345;
            sparse.Write("island"u8);
        }

        Snapshot snapshot = await BackupWithUsAsync(create: true);
        _shared.Restic.Run("check", "--read-data");
        Assert.Equal(4L << 30, snapshot.Summary!.TotalBytesProcessed);

        RestoreResult restored = await RestoreWithUsAsync("Home");

        Assert.Empty(restored.Problems);
        using FileStream back = File.OpenRead(Path.Combine(Target, "sparse"));
        byte[] island = new byte[8];
        back.Position = (3L << 30) + 12344;
        back.ReadExactly(island);
        Assert.Equal("\0island\0"u8.ToArray(), island);
        Assert.Equal(4L << 30, back.Length);
    }

    private static void SkipWithoutRestic() => Skip.IfNot(ResticProgram.IsPresent, "restic is not installed.");

    private static void AssertSame(string[] expected, string[] actual) =>
        Assert.Equal(expected.Where(IsKept), actual.Where(IsKept));

    private static bool IsKept(string line) => !line.StartsWith(LostByRestic, StringComparison.Ordinal);

    private void MakeSource()
    {
        AwkwardTree.Make(Source);
        if (Environment.IsPrivilegedProcess)
        {
            AwkwardTree.MakePrivileged(Source);
        }
    }

    private async Task<Snapshot> BackupWithUsAsync(bool create, Snapshot? parent = null)
    {
        if (create)
        {
            await (await _shared.CreateAsync(SharedRepository.Options)).DisposeAsync();
        }

        await using ResticRepository repository = await _shared.OpenAsync();
        using DirectoryHandle root = DirectoryHandle.Open(Source);
        ArchiveOptions options = new() { Hostname = "host", Username = "user", Parent = parent };
        ArchiveResult result = await new Archiver(repository).BackupAsync(
            [new SourceTree(FileName.Parse("Home"), root, null)], options, null, CancellationToken.None);
        Assert.Empty(result.Problems);
        return result.Snapshot;
    }

    private async Task<RestoreResult> RestoreWithUsAsync(string? path = null)
    {
        Node node = await LatestAsync(path ?? Source[1..]);
        await using ResticRepository repository = await _shared.OpenAsync();
        using DirectoryHandle target = DirectoryHandle.Open(Target);
        RestoreOptions options = new() { Conflict = RestoreConflict.Overwrite, Ownership = RestoreOwnership.Recorded, Privileges = RestorePrivileges.Allow };
        return await new Restorer(repository).RestoreAsync(node.Subtree!.Value, [], target, options, null, CancellationToken.None);
    }

    /// <summary>The node at a path of the newest snapshot.</summary>
    private async Task<Node> LatestAsync(string path)
    {
        await using ResticRepository repository = await _shared.OpenAsync();
        Snapshot latest = await repository.ListSnapshotsAsync(CancellationToken.None).OrderByDescending(snapshot => snapshot.Time).FirstAsync();
        return (await new TreeBrowser(repository).FindAsync(latest.Tree, TreePath.Parse(path), CancellationToken.None))!;
    }
}
