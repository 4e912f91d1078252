namespace BackupAccess.Repository.Packs;

/// <summary>
/// Keeps garbage few megabytes. The runtime lets young objects pile up to five eighths of the processor's last cache before
/// it collects any, which on large servers is more than all that this library holds. Where it collects sooner, nothing is
/// done. Safe for concurrent use.
/// </summary>
internal static class GarbagePace
{
    private const long Allowed = 8 * 1024 * 1024;

    private static long s_allocated;
    private static int s_collections;

    /// <summary>Collects young objects, if so much was allocated since that was last done.</summary>
    public static void Keep()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        long before = Volatile.Read(ref s_allocated);
        if (allocated - before < Allowed || Interlocked.CompareExchange(ref s_allocated, allocated, before) != before)
        {
            return;
        }

        if (GC.CollectionCount(generation: 0) == Volatile.Read(ref s_collections))
        {
            GC.Collect(generation: 0, GCCollectionMode.Forced, blocking: true);
        }

        Volatile.Write(ref s_collections, GC.CollectionCount(generation: 0));
    }
}
