using BackupAccess.Repository.Comparing;
using BackupAccess.Repository.Tests.Trees;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Comparing;

public sealed class SnapshotComparerTests : IAsyncLifetime
{
    private RepositoryFixture _fixture = null!;

    private ResticRepository Repository => _fixture.Repository;

    public async Task InitializeAsync() => _fixture = await RepositoryFixture.CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Each_difference_has_its_kind_and_both_nodes()
    {
        ObjectId inner = await Repository.SaveTreeAsync(HandmadeTrees.File("x"));
        Node removed = HandmadeTrees.File("removed");
        Node added = HandmadeTrees.File("added");
        (Node Before, Node After) modified = (HandmadeTrees.File("modified", ObjectId.Of("1"u8)), HandmadeTrees.File("modified", ObjectId.Of("2"u8)));
        (Node Before, Node After) touched = (Touched(0), Touched(1));
        (Node Before, Node After) changed = (HandmadeTrees.Directory("type", inner), HandmadeTrees.File("type"));
        Node same = HandmadeTrees.File("same");

        TreeDifference[] differences = await CompareAsync(
            [removed, modified.Before, touched.Before, changed.Before, same], [added, modified.After, touched.After, changed.After, same], CompareOptions.Everything);

        Assert.Equal(
            ["added Added", "modified Modified", "removed Removed", "touched MetadataChanged", "type TypeChanged"],
            differences.Select(difference => $"{difference.Path} {difference.Kind}"));
        Assert.Equal([null, "modified", "removed", "touched", "type"], differences.Select(difference => difference.Before?.ToString()));
        Assert.Equal(["added", "modified", null, "touched", "type"], differences.Select(difference => difference.After?.ToString()));
        Assert.Equal((0u, 1u), (differences[3].Before!.Uid, differences[3].After!.Uid));
        Assert.Equal((NodeType.Dir, NodeType.File), (differences[4].Before!.Type, differences[4].After!.Type));
    }

    [Fact]
    public async Task Metadata_is_told_only_when_asked_for() =>
        Assert.Empty(await CompareAsync([Touched(0)], [Touched(1)], CompareOptions.Content));

    [Fact]
    public async Task What_was_added_or_removed_is_told_to_the_bottom_directories_first()
    {
        ObjectId deep = await Repository.SaveTreeAsync(HandmadeTrees.File("file"));
        ObjectId top = await Repository.SaveTreeAsync(HandmadeTrees.Directory("b", deep), HandmadeTrees.File("b.x"), HandmadeTrees.File("a"));

        TreeDifference[] added = await CompareAsync([], [HandmadeTrees.Directory("top", top)], CompareOptions.Content);
        TreeDifference[] removed = await CompareAsync([HandmadeTrees.Directory("top", top)], [], CompareOptions.Content);

        Assert.Equal(["top", "top/a", "top/b", "top/b/file", "top/b.x"], added.Select(difference => difference.Path.ToString()));
        Assert.All(added, difference => Assert.Equal(TreeDifferenceKind.Added, difference.Kind));
        Assert.Equal(added.Select(difference => difference.Path), removed.Select(difference => difference.Path));
        Assert.All(removed, difference => Assert.Equal(TreeDifferenceKind.Removed, difference.Kind));
    }

    [Fact]
    public async Task Trees_that_both_have_are_not_read()
    {
        ObjectId nowhere = ObjectId.Of("nowhere"u8);

        TreeDifference[] differences = await CompareAsync(
            [HandmadeTrees.Directory("same", nowhere)], [HandmadeTrees.Directory("same", nowhere), HandmadeTrees.File("new")], CompareOptions.Everything);

        Assert.Equal(["new"], differences.Select(difference => difference.Path.ToString()));
        Assert.Empty(await new SnapshotComparer(Repository).CompareAsync(nowhere, nowhere, CompareOptions.Everything, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public void Everything_that_a_node_says_counts_as_metadata()
    {
        Node before = new() { Name = FileName.Parse("n"), Type = NodeType.Symlink };
        Node[] others =
        [
            new() { Name = before.Name, Type = before.Type, Mode = new NodeMode(1) },
            new() { Name = before.Name, Type = before.Type, ModifiedTime = new FileTime(1, 0, 0) },
            new() { Name = before.Name, Type = before.Type, AccessTime = new FileTime(1, 0, 0) },
            new() { Name = before.Name, Type = before.Type, ChangeTime = new FileTime(1, 0, 0) },
            new() { Name = before.Name, Type = before.Type, Uid = 1 },
            new() { Name = before.Name, Type = before.Type, Gid = 1 },
            new() { Name = before.Name, Type = before.Type, User = "u" },
            new() { Name = before.Name, Type = before.Type, Group = "g" },
            new() { Name = before.Name, Type = before.Type, Inode = 1 },
            new() { Name = before.Name, Type = before.Type, DeviceId = 1 },
            new() { Name = before.Name, Type = before.Type, Size = 1 },
            new() { Name = before.Name, Type = before.Type, Links = 1 },
            new() { Name = before.Name, Type = before.Type, Device = 1 },
            new() { Name = before.Name, Type = before.Type, LinkTarget = "t"u8.ToArray() },
            new() { Name = before.Name, Type = before.Type, ExtendedAttributes = [new ExtendedAttribute("user.a", [1])] },
            new() { Name = before.Name, Type = before.Type, GenericAttributes = "{}"u8.ToArray() },
            new() { Name = before.Name, Type = before.Type, Content = [ObjectId.Of("1"u8)] },
            new() { Name = before.Name, Type = before.Type, Error = "e" },
            new() { Name = before.Name, Type = before.Type, UnknownMembers = "\"x\":1"u8.ToArray() },
        ];

        Assert.All(others, other => Assert.Equal(TreeDifferenceKind.MetadataChanged, NodeComparison.Compare(before, other)));
        Assert.Null(NodeComparison.Compare(before, before));
    }

    [Fact]
    public void The_order_of_attributes_says_nothing_and_their_values_do()
    {
        Assert.Null(NodeComparison.Compare(With(("user.a", 1), ("user.b", 2)), With(("user.b", 2), ("user.a", 1))));
        Assert.NotNull(NodeComparison.Compare(With(("user.a", 1), ("user.b", 2)), With(("user.a", 2), ("user.b", 1))));
        Assert.NotNull(NodeComparison.Compare(With(("user.a", 1)), With(("user.b", 1))));

        static Node With(params (string Name, byte Value)[] attributes) => new()
        {
            Name = FileName.Parse("n"),
            Type = NodeType.File,
            ExtendedAttributes = [.. attributes.Select(attribute => new ExtendedAttribute(attribute.Name, [attribute.Value]))],
        };
    }

    [Fact]
    public async Task Trees_between_which_nothing_is_told_are_walked_once_however_many_paths_lead_to_them()
    {
        ObjectId before = await Repository.SaveBombAsync(levels: 60, Touched(0));
        ObjectId after = await Repository.SaveBombAsync(levels: 60, Touched(1));

        Assert.Empty(await new SnapshotComparer(Repository).CompareAsync(before, after, CompareOptions.Content, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Differences_come_before_the_walk_ends()
    {
        ObjectId bomb = await Repository.SaveBombAsync(levels: 60, HandmadeTrees.File("file"));

        Assert.Equal(100, await new SnapshotComparer(Repository).CompareAsync(
            await Repository.SaveTreeAsync(), bomb, CompareOptions.Content, CancellationToken.None).Take(100).CountAsync());
    }

    [Fact]
    public async Task Random_trees_differ_as_a_comparison_path_by_path_says()
    {
        for (int run = RandomRuns.Of(2000); run > 0; run--)
        {
            int seed = Random.Shared.Next();
            Random random = new(seed);
            List<ObjectId> trees = await new RandomTrees(random).SaveAsync(Repository);
            (ObjectId a, ObjectId b) = (trees[^1], trees[^2]);
            CompareOptions options = random.Next(2) == 0 ? CompareOptions.Content : CompareOptions.Everything;

            string[] actual = await new SnapshotComparer(Repository).CompareAsync(a, b, options, CancellationToken.None)
                .Select(difference => $"{difference.Path} {difference.Kind}").ToArrayAsync();

            Assert.True((await ExpectAsync(a, b, options)).SequenceEqual(actual), $"seed {seed}: {string.Join(", ", actual)}");
        }
    }

    [Fact]
    public async Task A_cancelled_comparison_ends()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CompareAsync([HandmadeTrees.File("a")], [], CompareOptions.Content, stop.Token));
    }

    private static Node Touched(uint uid) => new() { Name = FileName.Parse("touched"), Type = NodeType.File, Uid = uid, Content = [] };

    private async Task<TreeDifference[]> CompareAsync(Node[] before, Node[] after, CompareOptions options, CancellationToken cancellationToken = default) =>
        await new SnapshotComparer(Repository).CompareAsync(
            await Repository.SaveTreeAsync(before), await Repository.SaveTreeAsync(after), options, cancellationToken).ToArrayAsync(CancellationToken.None);

    private async Task<IEnumerable<string>> ExpectAsync(ObjectId a, ObjectId b, CompareOptions options)
    {
        Dictionary<TreePath, Node> before = (await RandomTrees.FlattenAsync(Repository, a)).ToDictionary(entry => entry.Path, entry => entry.Node);
        Dictionary<TreePath, Node> after = (await RandomTrees.FlattenAsync(Repository, b)).ToDictionary(entry => entry.Path, entry => entry.Node);
        HashSet<TreePath> turned = [.. before.Keys.Where(path => after.TryGetValue(path, out Node? node) && node.Type != before[path].Type)];
        return before.Keys.Union(after.Keys)
            .Where(path => !Above(path).Any(turned.Contains))
            .OrderBy(path => path.ToNames(), Comparer<FileName[]>.Create((x, y) => x.Zip(y, (one, other) => one.CompareTo(other)).FirstOrDefault(order => order != 0, x.Length - y.Length)))
            .Select(path => (Path: path, Kind: KindOf(before.GetValueOrDefault(path), after.GetValueOrDefault(path))))
            .Where(difference => difference.Kind is { } kind && (kind != TreeDifferenceKind.MetadataChanged || options.IncludesMetadata))
            .Select(difference => $"{difference.Path} {difference.Kind}");
    }

    private static IEnumerable<TreePath> Above(TreePath path)
    {
        for (TreePath? above = path.Parent; above is not null; above = above.Parent)
        {
            yield return above;
        }
    }

    private static TreeDifferenceKind? KindOf(Node? a, Node? b) =>
        a is null ? TreeDifferenceKind.Added
        : b is null ? TreeDifferenceKind.Removed
        : a.Type != b.Type ? TreeDifferenceKind.TypeChanged
        : a.Type == NodeType.File && !a.Content!.SequenceEqual(b.Content!) ? TreeDifferenceKind.Modified
        : Tree.Of([a]).ToJson().AsSpan().SequenceEqual(Tree.Of([b]).ToJson()) ? null
        : TreeDifferenceKind.MetadataChanged;
}
