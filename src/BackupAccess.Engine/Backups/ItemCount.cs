using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Repository;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>How many files an item of a backup has, and their bytes. The state keeps them as a JSON array, two numbers an item in the order of the items.</summary>
internal readonly partial record struct ItemCount(long Files, long Bytes)
{
    /// <summary>The counts of several items; null for one, which has all that the backup has.</summary>
    public static string? ToJson(IReadOnlyList<ItemCount> counts) =>
        counts.Count < 2 ? null : JsonSerializer.Serialize([.. counts.SelectMany(count => new[] { count.Files, count.Bytes })], Numbers.Default.Int64Array);

    public static IReadOnlyList<ItemCount> Read(string json) =>
        [.. (JsonSerializer.Deserialize(json, Numbers.Default.Int64Array) ?? []).Chunk(2).Select(pair => new ItemCount(pair[0], pair[1]))];

    /// <summary>Counts the items of a snapshot: the home directory, which is large, has what the others haven't.</summary>
    public static async Task<IReadOnlyList<ItemCount>> CountAsync(
        FileCount count, Tree root, IReadOnlyList<BackupItem> items, ItemCount all, CancellationToken cancellationToken)
    {
        if (items.Count < 2)
        {
            return [all];
        }

        List<ItemCount> counts = [];
        ItemCount others = default;
        foreach (BackupItem item in items)
        {
            ItemCount found = default;
            if (item != BackupItem.HomeDirectory)
            {
                ObjectId tree = root.Find(ItemNames.NameOf(item))?.Subtree ?? throw new RepositoryDamagedException($"item \"{item}\"", "it has no tree");
                (long files, long bytes) = await count.BelowAsync(tree, cancellationToken).ConfigureAwait(false);
                found = new ItemCount(files, bytes);
                others = new ItemCount(others.Files + files, others.Bytes + bytes);
            }

            counts.Add(found);
        }

        return [.. items.Zip(counts, (item, found) => item == BackupItem.HomeDirectory
            ? new ItemCount(Math.Max(0, all.Files - others.Files), Math.Max(0, all.Bytes - others.Bytes))
            : found)];
    }

    [JsonSerializable(typeof(long[]))]
    private sealed partial class Numbers : JsonSerializerContext;
}
