using System.Numerics;
using System.Runtime.InteropServices;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// Users' policies by id, never changed: a table with some users changed shares all but their shards with the one
/// before. A lookup touches one slot and the policy itself, which is what a decision among a million costs.
/// </summary>
internal sealed class UserTable
{
    private const int UsersPerShard = 128;
    private const int MaxShards = 1 << 14;

    private static readonly Slot[] s_empty = new Slot[1];

    private readonly Slot[][] _shards;

    private UserTable(Slot[][] shards, int count) => (_shards, Count) = (shards, count);

    public int Count { get; }

    public IEnumerable<AccessPolicy> Policies => _shards.SelectMany(shard => shard).Select(slot => slot.Policy).OfType<AccessPolicy>();

    public static UserTable Of(IReadOnlyList<AccessPolicy> policies)
    {
        int shards = Math.Min(MaxShards, (int)BitOperations.RoundUpToPowerOf2((uint)(policies.Count / UsersPerShard) + 1));
        int[] counts = new int[shards];
        foreach (AccessPolicy policy in policies)
        {
            counts[ShardOf(HashOf(policy.UserId), shards)]++;
        }

        Slot[][] table = [.. counts.Select(NewShard)];
        foreach (AccessPolicy policy in policies)
        {
            ulong hash = HashOf(policy.UserId);
            Put(table[ShardOf(hash, shards)], hash, policy);
        }

        return new UserTable(table, policies.Count);
    }

    public AccessPolicy? Find(Guid id)
    {
        ulong hash = HashOf(id);
        Slot[] shard = _shards[ShardOf(hash, _shards.Length)];
        for (int place = PlaceOf(hash, shard); shard[place].Policy is { } policy; place = (place + 1) & (shard.Length - 1))
        {
            if (shard[place].Hash == hash && policy.UserId == id)
            {
                return policy;
            }
        }

        return null;
    }

    /// <summary>The table with these users' policies in place of what it had; null takes the user out.</summary>
    public UserTable With(IReadOnlyDictionary<Guid, AccessPolicy?> changes)
    {
        Slot[][] table = [.. _shards];
        int count = Count;
        foreach (IGrouping<int, Guid> group in changes.Keys.GroupBy(id => ShardOf(HashOf(id), table.Length)))
        {
            AccessPolicy[] kept = [.. table[group.Key].Select(slot => slot.Policy).OfType<AccessPolicy>().Where(policy => !changes.ContainsKey(policy.UserId))];
            AccessPolicy[] now = [.. kept, .. group.Select(id => changes[id]).OfType<AccessPolicy>()];
            count += now.Length - table[group.Key].Count(slot => slot.Policy is not null);
            table[group.Key] = ShardOf(now);
        }

        return new UserTable(table, count);
    }

    /// <summary>The table with every policy replaced by what the function makes of it.</summary>
    public UserTable Select(Func<AccessPolicy, AccessPolicy> change) =>
        new([.. _shards.Select(shard => Array.ConvertAll(shard, slot => slot.Policy is { } policy ? slot with { Policy = change(policy) } : slot))], Count);

    private static Slot[] ShardOf(AccessPolicy[] policies)
    {
        Slot[] shard = NewShard(policies.Length);
        foreach (AccessPolicy policy in policies)
        {
            Put(shard, HashOf(policy.UserId), policy);
        }

        return shard;
    }

    /// <summary>At most half full, so that a search for what isn't there ends soon.</summary>
    private static Slot[] NewShard(int users) => users == 0 ? s_empty : new Slot[BitOperations.RoundUpToPowerOf2((uint)users * 2)];

    private static void Put(Slot[] shard, ulong hash, AccessPolicy policy)
    {
        int place = PlaceOf(hash, shard);
        while (shard[place].Policy is not null)
        {
            place = (place + 1) & (shard.Length - 1);
        }

        shard[place] = new Slot(hash, policy);
    }

    /// <summary>The second half of a version-7 UUID is random but for two bits, which the multiplication spreads.</summary>
    private static ulong HashOf(Guid id)
    {
        ReadOnlySpan<ulong> halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(in id));
        return (halves[0] ^ halves[1]) * 0x9E3779B97F4A7C15;
    }

    private static int ShardOf(ulong hash, int shards) => (int)(hash >> 40) & (shards - 1);

    private static int PlaceOf(ulong hash, Slot[] shard) => (int)(hash >> 16) & (shard.Length - 1);

    private readonly record struct Slot(ulong Hash, AccessPolicy? Policy);
}
