using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Index;

/// <summary>An index together with the objects that it was read from, for what rewrites some of them.</summary>
internal sealed class IndexObjects
{
    /// <summary>An object below this many blobs is small: many such slow down every opening.</summary>
    private const int SmallBlobs = 10_000;

    /// <summary>As many small objects may stay where nothing else is to be written.</summary>
    private const int SmallObjects = 8;

    private readonly Dictionary<ObjectId, List<ObjectId>> _packsOf = [];
    private readonly Dictionary<ObjectId, int> _blobsOf = [];

    public BlobIndex Blobs { get; } = new();

    /// <summary>Every index object, with the packs that it names.</summary>
    public IReadOnlyDictionary<ObjectId, List<ObjectId>> PacksOf => _packsOf;

    /// <exception cref="RepositoryDamagedException">An index object can't be read.</exception>
    public static async Task<IndexObjects> LoadAsync(RepositoryContext context, CancellationToken cancellationToken)
    {
        IndexObjects objects = new();
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Index, cancellationToken).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> json = await context.Files.LoadAsync(stored.Name, cancellationToken).ConfigureAwait(false);
            List<ObjectId> packs = objects._packsOf[stored.Name.Id] = [];
            IndexFile.Read(stored.Name, json.Span, (pack, blobs) =>
            {
                objects.Blobs.Add(pack, blobs);
                packs.Add(pack);
                objects._blobsOf[stored.Name.Id] = objects._blobsOf.GetValueOrDefault(stored.Name.Id) + blobs.Count;
            });
        }

        return objects;
    }

    /// <summary>The objects to be written anew: those that name a pack that goes, and the small ones with them, or when there are many.</summary>
    public HashSet<ObjectId> ToRewrite(IReadOnlySet<ObjectId> removedPacks)
    {
        HashSet<ObjectId> touched = [.. _packsOf.Where(packs => packs.Value.Exists(removedPacks.Contains)).Select(packs => packs.Key)];
        List<ObjectId> small = [.. _blobsOf.Where(blobs => blobs.Value < SmallBlobs).Select(blobs => blobs.Key)];
        if (touched.Count > 0 || small.Count > SmallObjects)
        {
            touched.UnionWith(small);
        }

        return touched;
    }
}
