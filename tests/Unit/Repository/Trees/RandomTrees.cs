using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Trees;

/// <summary>Small trees that share each other in every way, written into a repository, and read back the plain way.</summary>
internal sealed class RandomTrees(Random random)
{
    private const int Count = 7;

    private static readonly string[] s_names = ["a", "b", "ab", "c", "é"];
    private static readonly ObjectId[] s_chunks = [ObjectId.Of("1"u8), ObjectId.Of("2"u8), ObjectId.Of("3"u8)];

    /// <summary>Saves trees, each of files, links and those saved before.</summary>
    /// <returns>Their ids, the deepest last.</returns>
    public async Task<List<ObjectId>> SaveAsync(ResticRepository repository)
    {
        List<ObjectId> trees = [];
        await using BlobWriter writer = repository.OpenWriter();
        for (int i = 0; i < Count; i++)
        {
            Node[] nodes = [.. random.GetItems(s_names, random.Next(5)).Distinct().Select(name => Make(name, trees))];
            trees.Add(writer.Save(BlobType.Tree, Tree.Of(nodes).ToJson()).Id);
        }

        await writer.FlushAsync(CancellationToken.None);
        return trees;
    }

    /// <summary>Everything below a tree, each directory before what it holds.</summary>
    public static async Task<List<TreeEntry>> FlattenAsync(ResticRepository repository, ObjectId tree) =>
        await new TreeBrowser(repository).WalkAsync(tree, TreePath.Root, CancellationToken.None).ToListAsync();

    private Node Make(string name, List<ObjectId> trees)
    {
        int kind = random.Next(4);
        return new Node
        {
            Name = FileName.Parse(name),
            Type = trees.Count > 0 && kind > 1 ? NodeType.Dir : kind == 1 ? NodeType.Symlink : NodeType.File,
            Uid = (uint)random.Next(2),
            Size = (ulong)random.Next(5),
            ModifiedTime = new FileTime(random.Next(5), 0, 0),
            Subtree = trees.Count > 0 && kind > 1 ? trees[random.Next(trees.Count)] : null,
            Content = kind == 1 || (trees.Count > 0 && kind > 1) ? null : [.. random.GetItems(s_chunks, random.Next(3))],
        };
    }
}
