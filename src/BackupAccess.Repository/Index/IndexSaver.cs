using System.Buffers;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Index;

/// <summary>Writes index objects, each below the size that one should have.</summary>
internal sealed class IndexSaver(RepositoryContext context)
{
    /// <param name="packs">The packs to be named.</param>
    /// <param name="blobs">The blobs of each, and perhaps of others.</param>
    /// <param name="cancellationToken">Ends the writing; what was written stays, and is true.</param>
    public async Task SaveAsync(IEnumerable<ObjectId> packs, IReadOnlyDictionary<ObjectId, List<PackedBlob>> blobs, CancellationToken cancellationToken)
    {
        foreach (List<(ObjectId, IReadOnlyList<PackedBlob>)> part in Divide(packs, blobs))
        {
            ArrayBufferWriter<byte> json = new();
            IndexFile.Write(part, json);
            await context.Files.SaveAsync(ObjectKind.Index, json.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What goes into each object.</summary>
    public static IEnumerable<List<(ObjectId Pack, IReadOnlyList<PackedBlob> Blobs)>> Divide(
        IEnumerable<ObjectId> packs, IReadOnlyDictionary<ObjectId, List<PackedBlob>> blobs)
    {
        List<(ObjectId, IReadOnlyList<PackedBlob>)> open = [];
        int size = 0;
        foreach (ObjectId pack in packs)
        {
            int added = IndexFile.MaxSizeFor(blobs[pack].Count);
            if (open.Count > 0 && size + added > IndexFile.TargetSize)
            {
                yield return open;
                open = [];
                size = 0;
            }

            open.Add((pack, blobs[pack]));
            size += added;
        }

        if (open.Count > 0)
        {
            yield return open;
        }
    }
}
