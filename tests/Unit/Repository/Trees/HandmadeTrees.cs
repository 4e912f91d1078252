using System.Text;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Trees;

/// <summary>Writes blobs, trees and snapshots into a repository one by one.</summary>
internal static class HandmadeTrees
{
    public static Node File(string name, params ObjectId[] chunks) => new() { Name = FileName.Parse(name), Type = NodeType.File, Content = chunks };

    public static Node Directory(string name, ObjectId tree) => new() { Name = FileName.Parse(name), Type = NodeType.Dir, Subtree = tree };

    public static Task<ObjectId> SaveTreeAsync(this ResticRepository repository, params Node[] nodes) =>
        repository.SaveBlobAsync(BlobType.Tree, Tree.Of(nodes).ToJson());

    public static Task<ObjectId> SaveTreeAsync(this ResticRepository repository, string json) =>
        repository.SaveBlobAsync(BlobType.Tree, Encoding.UTF8.GetBytes(json));

    public static Task<ObjectId> SaveChunkAsync(this ResticRepository repository, string content) =>
        repository.SaveBlobAsync(BlobType.Data, Encoding.UTF8.GetBytes(content));

    /// <summary>Saves a blob, in a pack of its own.</summary>
    public static async Task<ObjectId> SaveBlobAsync(this ResticRepository repository, BlobType type, byte[] content)
    {
        await using BlobWriter writer = repository.OpenWriter();
        ObjectId id = writer.Save(type, content).Id;
        await writer.FlushAsync(CancellationToken.None);
        return id;
    }

    /// <summary>
    /// Saves so many trees, of which each holds the one before twice and the first a file: 2^levels paths.
    /// </summary>
    public static async Task<ObjectId> SaveBombAsync(this ResticRepository repository, int levels, Node file)
    {
        await using BlobWriter writer = repository.OpenWriter();
        ObjectId tree = writer.Save(BlobType.Tree, Tree.Of([file]).ToJson()).Id;
        for (int level = 1; level < levels; level++)
        {
            tree = writer.Save(BlobType.Tree, Tree.Of([Directory("left", tree), Directory("right", tree)]).ToJson()).Id;
        }

        await writer.FlushAsync(CancellationToken.None);
        return tree;
    }

    public static async Task<Snapshot> SaveSnapshotAsync(this ResticRepository repository, ObjectId tree, params string[] tags)
    {
        Snapshot snapshot = new() { Time = DateTimeOffset.UnixEpoch, Tree = tree, Paths = ["/a"], Hostname = "host", Tags = tags };
        return await repository.LoadSnapshotAsync(await repository.SaveSnapshotAsync(snapshot, CancellationToken.None), CancellationToken.None);
    }
}
