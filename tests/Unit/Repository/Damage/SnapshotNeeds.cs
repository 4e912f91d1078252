using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Damage;

/// <summary>What each entry of a snapshot needs to be restored.</summary>
/// <param name="RootPack">The pack of the snapshot's own tree.</param>
/// <param name="Packs">By the path of each entry that is no directory: the packs of its data and of every tree on the way to it.</param>
/// <param name="Lines">Every entry that is no directory as it was backed up, by its path.</param>
internal sealed record SnapshotNeeds(
    ObjectId RootPack, IReadOnlyDictionary<string, HashSet<ObjectId>> Packs, IReadOnlyDictionary<string, string> Lines)
{
    public static async Task<SnapshotNeeds> OfAsync(ResticRepository repository, Snapshot snapshot, string[] description)
    {
        Dictionary<string, HashSet<ObjectId>> packs = [];
        Dictionary<string, HashSet<ObjectId>> directories = new() { [""] = [PackOf(repository, BlobType.Tree, snapshot.Tree)] };
        await foreach (TreeEntry entry in new TreeBrowser(repository).WalkAsync(snapshot.Tree, TreePath.Root, CancellationToken.None))
        {
            HashSet<ObjectId> needs = [.. directories[$"{entry.Path.Parent}"]];
            if (entry.Node.Subtree is { } subtree)
            {
                needs.Add(PackOf(repository, BlobType.Tree, subtree));
                directories[$"{entry.Path}"] = needs;
            }
            else
            {
                needs.UnionWith((entry.Node.Content ?? []).Select(chunk => PackOf(repository, BlobType.Data, chunk)));
                packs[$"{entry.Path}"] = needs;
            }
        }

        return new SnapshotNeeds(directories[""].Single(), packs, LinesOf(description.Select(line => $"Home/{line}")));
    }

    /// <summary>A tree's description without its directories, whose times depend on all that is in them.</summary>
    public static Dictionary<string, string> LinesOf(IEnumerable<string> description) => description
        .Where(line => !line.Contains("|Dir|", StringComparison.Ordinal))
        .ToDictionary(line => line.Split('|')[0]);

    private static ObjectId PackOf(ResticRepository repository, BlobType type, ObjectId id) =>
        repository.TryLocate(new BlobHandle(type, id), out BlobLocation location) ? location.Pack : throw new KeyNotFoundException($"{id}");
}
