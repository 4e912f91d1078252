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

    private static readonly ArrayPool<byte> s_pool = ArrayPool<byte>.Create(Largest, Environment.ProcessorCount);

    /// <summary>At least so many bytes, of any content.</summary>
    public static byte[] Rent(int length) => s_pool.Rent(length <= SmallSize ? SmallSize : Math.Max(length, BlobRun.LargestLength));

    public static void Return(byte[] buffer) => s_pool.Return(buffer);
}
