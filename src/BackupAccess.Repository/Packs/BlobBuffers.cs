using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>
/// Buffers of the size of blobs and packs, in few sizes so that one caller's serves the next, and of any content: what
/// isn't touched costs no memory. Kept as long as somebody holds them; a process at rest keeps none. Safe for concurrent use.
/// </summary>
internal sealed class BlobBuffers
{
    private static readonly int[] s_sizes =
        [256 * 1024, BlobRun.LargestLength, Chunker.MaxSize + MasterKey.Overhead, 32 * 1024 * 1024];

    private static readonly WeakReference<BlobBuffers> s_current = new(new BlobBuffers());
    private static readonly Lock s_making = new();

    private readonly Stack<byte[]>[] _idle = [.. s_sizes.Select(_ => new Stack<byte[]>())];

    /// <summary>The process's buffers; whoever rents many times holds on to this, or a garbage collection takes them in between.</summary>
    public static BlobBuffers Current
    {
        get
        {
            lock (s_making)
            {
                if (!s_current.TryGetTarget(out BlobBuffers? buffers))
                {
                    buffers = new BlobBuffers();
                    s_current.SetTarget(buffers);
                }

                return buffers;
            }
        }
    }

    /// <summary>At least so many bytes, of any content.</summary>
    public static byte[] Rent(int length)
    {
        int size = s_sizes.AsSpan().BinarySearch(length);
        size = size < 0 ? ~size : size;
        if (size == s_sizes.Length)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        Stack<byte[]> idle = Current._idle[size];
        lock (idle)
        {
            if (idle.TryPop(out byte[]? buffer))
            {
                return buffer;
            }
        }

        return GC.AllocateUninitializedArray<byte>(s_sizes[size]);
    }

    /// <summary>Takes back what was rented; anything else is left to the collector.</summary>
    public static void Return(byte[] buffer)
    {
        int size = Array.IndexOf(s_sizes, buffer.Length);
        if (size >= 0)
        {
            Stack<byte[]> idle = Current._idle[size];
            lock (idle)
            {
                idle.Push(buffer);
            }
        }
    }
}
