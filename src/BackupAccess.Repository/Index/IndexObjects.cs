using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Index;

/// <summary>An index together with the objects that it was read from, for what rewrites some of them.</summary>
internal sealed class IndexObjects
{
    /// <summary>An object below this many blobs is small: many such slow down every opening.</summary>
    private const int SmallBlobs = 10_000;

    /// <summary>As many small objects may stay where nothing else is to be written.</summary>
    private const int SmallObjects = 8;

    private readonly Dictionary<ObjectId, Dictionary<ObjectId, int>> _packsOf = [];

    public BlobIndex Blobs { get; } = new();

    /// <summary>Every index object that can be read, with the packs that it names and the number of blobs it names of each.</summary>
    public IReadOnlyDictionary<ObjectId, Dictionary<ObjectId, int>> PacksOf => _packsOf;

    /// <param name="context">The repository.</param>
    /// <param name="onDamage">Told of an index object that can't be read, which is then left out; without it, that is thrown.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IndexObjects> LoadAsync(RepositoryContext context, Action<ObjectId>? onDamage, CancellationToken cancellationToken)
    {
        IndexObjects objects = new();
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Index, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await context.Files.LoadAsync(stored.Name, json => objects.Add(stored.Name, json), cancellationToken).ConfigureAwait(false);
            }
            catch (RepositoryDamagedException) when (onDamage is not null)
            {
                onDamage(stored.Name.Id);
            }
        }

        return objects;
    }

    /// <summary>The objects to be written anew: those that name a pack that goes, and the small ones with them, or when there are many.</summary>
    public HashSet<ObjectId> ToRewrite(IReadOnlySet<ObjectId> removedPacks)
    {
        HashSet<ObjectId> touched = [.. _packsOf.Where(packs => packs.Value.Keys.Any(removedPacks.Contains)).Select(packs => packs.Key)];
        List<ObjectId> small = [.. _packsOf.Where(packs => packs.Value.Count > 0 && packs.Value.Values.Sum() < SmallBlobs).Select(packs => packs.Key)];
        if (touched.Count > 0 || small.Count > SmallObjects)
        {
            touched.UnionWith(small);
        }

        return touched;
    }

    private IndexObjects Add(ObjectName name, ReadOnlySpan<byte> json)
    {
        Dictionary<ObjectId, int> packs = [];
        IndexFile.Read(name, json, (pack, blobs) =>
        {
            Blobs.Add(pack, blobs);
            packs[pack] = packs.GetValueOrDefault(pack) + blobs.Count;
        });
        _packsOf.Add(name.Id, packs);
        return this;
    }
}
