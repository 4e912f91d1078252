using System.Buffers;

namespace BackupAccess.Repository.Packs;

/// <summary>
/// Buffers of the size of blobs and packs. As many of a size are kept as there are cores; the platform's shared pool keeps
/// some for every thread that ever took one, and threads come and go.
/// </summary>
internal static class BlobBuffers
{
    // Few sizes, so that one caller's serves the next; what isn't touched costs no memory.
    private const int SmallSize = 256 * 1024;
    private const int Largest = 32 * 1024 * 1024;

    /// <summary>Held by nobody else: a collection of the whole heap takes what isn't in use, and a process at rest keeps nothing.</summary>
    private static readonly WeakReference<ArrayPool<byte>> s_pool = new(NewPool());

    private static ArrayPool<byte> Pool
    {
        get
        {
            if (!s_pool.TryGetTarget(out ArrayPool<byte>? pool))
            {
                pool = NewPool();
                s_pool.SetTarget(pool);
            }

            return pool;
        }
    }

    /// <summary>At least so many bytes, of any content.</summary>
    public static byte[] Rent(int length) => Pool.Rent(length <= SmallSize ? SmallSize : Math.Max(length, BlobRun.LargestLength));

    public static void Return(byte[] buffer) => Pool.Return(buffer);

    private static ArrayPool<byte> NewPool() => ArrayPool<byte>.Create(Largest, Environment.ProcessorCount);
}
