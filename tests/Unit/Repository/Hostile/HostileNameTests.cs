using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Hostile;

[SupportedOSPlatform("linux")]
public sealed class HostileNameTests : IAsyncLifetime
{
    private HostileSnapshot _hostile = null!;

    /// <summary>Names as they stand in JSON that no directory can hold.</summary>
    public static TheoryData<string> Impossible =>
    [
        "", ".", "..", "/", "/etc/passwd", "../passwd", "a/b", "a/", "\\u0000", "a\\u0000b", "\\\\x00", "\\\\x2e.", "..\\\\x2f..", "\\\\057etc",
        "\\\\u002fetc", "\\\\q", "a\\\\", "\\ud800", new('n', 1025),
    ];

    public async Task InitializeAsync() => _hostile = await HostileSnapshot.CreateAsync();

    public async Task DisposeAsync() => await _hostile.DisposeAsync();

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task A_name_that_no_directory_can_hold_condemns_its_tree_and_nothing_else(string name)
    {
        ObjectId[] bad =
        [
            _hostile.Tree(HostileSnapshot.FileNode(name, _hostile.Data("evil"u8), 4), _hostile.Good()),
            _hostile.Tree(HostileSnapshot.FolderNode(name, _hostile.Tree(_hostile.Good())), _hostile.Good()),
            _hostile.Tree($$"""{"name":"{{name}}","type":"symlink","linktarget":"/etc"}""", _hostile.Good()),
        ];
        await AssertCondemnedAsync(bad);
    }

    [Fact]
    public async Task A_name_that_is_there_twice_condemns_its_tree_whatever_has_it()
    {
        string link = """{"name":"d","type":"symlink","linktarget":"../etc"}""";
        string folder = HostileSnapshot.FolderNode("d", _hostile.Tree(_hostile.Good("shadow")));
        await AssertCondemnedAsync(
            _hostile.Tree(link, folder), _hostile.Tree(folder, link), _hostile.Tree(link, _hostile.Good(), folder), _hostile.Tree(link, folder.Replace("\"d\"", "\"\\u0064\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Odd_names_are_restored_as_themselves()
    {
        (string Json, byte[] Name)[] names =
        [
            ("\\\\n\\\\t", "\n\t"u8.ToArray()), ("\\\\xff\\\\xfe", [0xff, 0xfe]), ("\\n", "\n"u8.ToArray()), ("-rf *", "-rf *"u8.ToArray()), ("...", "..."u8.ToArray()),
            ("\\\\\\\\", "\\"u8.ToArray()), (".. ", ".. "u8.ToArray()), (new string('x', 255), Encoding.ASCII.GetBytes(new string('x', 255))), ("\\u202egnp", "\u202egnp"u8.ToArray()),
        ];
        ObjectId chunk = _hostile.Data("good"u8);
        ObjectId tree = _hostile.Tree(names.Select(name => HostileSnapshot.FileNode(name.Json, chunk, 4)));
        await _hostile.SaveAsync(tree);

        RestoreResult restored = await _hostile.RestoreAsync(tree);

        Assert.Empty(restored.Problems);
        Assert.Equal(
            names.Select(name => FileName.FromBytes(name.Name).ToString()).Order(StringComparer.Ordinal),
            TreeDescription.Of(_hostile.Target).Select(line => line.Split('|')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(RestoreConflict.Overwrite)]
    [InlineData(RestoreConflict.Keep)]
    [InlineData(RestoreConflict.Rename)]
    public async Task Names_that_are_too_long_for_this_system_are_told_of_one_by_one(RestoreConflict conflict)
    {
        ObjectId chunk = _hostile.Data("long"u8);
        ObjectId tree = _hostile.Tree(
            HostileSnapshot.FileNode(new string('f', 256), chunk, 4), HostileSnapshot.FolderNode(new string('d', 1024), _hostile.Tree(_hostile.Good())),
            $$"""{"name":"{{new string('l', 300)}}","type":"symlink","linktarget":"x"}""", $$"""{"name":"{{new string('p', 300)}}","type":"fifo"}""", _hostile.Good());
        await _hostile.SaveAsync(tree);

        RestoreResult restored = await _hostile.RestoreAsync(tree, options: TestRepository.AsRecorded with { Conflict = conflict, Ownership = RestoreOwnership.Restorer });

        Assert.Equal(4, restored.Problems.Count);
        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.Unwritable, problem.Kind));
        Assert.Equal("good", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_hostile.Target))));
        Assert.Empty(await _hostile.CheckAsync());
    }

    private async Task AssertCondemnedAsync(params ObjectId[] trees)
    {
        ObjectId root = _hostile.Tree([_hostile.Good(), .. trees.Select((tree, i) => HostileSnapshot.FolderNode($"sub{i}", tree))]);
        await _hostile.SaveAsync(root);
        foreach (ObjectId tree in trees)
        {
            Assert.Equal($"tree {tree}", (await Assert.ThrowsAsync<RepositoryDamagedException>(() => _hostile.Browser.LoadAsync(tree, CancellationToken.None))).Object);
            Assert.Equal($"tree {tree}", (await Assert.ThrowsAsync<RepositoryDamagedException>(() => _hostile.RestoreAsync(tree))).Object);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_hostile.Target));
        Assert.Equal(trees.Select(tree => $"tree {tree}").Order(), (await _hostile.CheckAsync()).Select(finding => finding.Object).Order());

        RestoreResult restored = await _hostile.RestoreAsync(root);

        Assert.Equal(trees.Select((_, i) => ($"sub{i}", FileProblemKind.Damaged)), restored.Problems.Select(problem => (problem.Path, problem.Kind)));
        Assert.Equal(["good", .. trees.Select((_, i) => $"sub{i}")], TreeDescription.Of(_hostile.Target).Select(line => line.Split('|')[0]));
    }
}
