using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Repairing;

/// <summary>Takes the trees that replace damaged ones.</summary>
/// <param name="index">Where blobs lie.</param>
/// <param name="probe">Reads them.</param>
/// <param name="writer">Stores them; null where nothing is to be changed.</param>
internal sealed class RepairedTrees(BlobIndex index, BlobProbe probe, BlobWriter? writer)
{
    private readonly HashSet<ObjectId> _saved = [];

    /// <summary>Stores a tree, unless it can be had already: that the index knows its id isn't enough here.</summary>
    /// <returns>Its id.</returns>
    public async Task<ObjectId> SaveAsync(Tree tree, CancellationToken cancellationToken)
    {
        byte[] json = tree.ToJson();
        BlobHandle blob = new(BlobType.Tree, ObjectId.Of(json));
        if (writer is not null && _saved.Add(blob.Id)
            && await probe.TryOpenAsync(blob, index.Locate(blob), cancellationToken).ConfigureAwait(false) is null)
        {
            writer.StoreAgain(blob, json);
        }

        return blob.Id;
    }
}
