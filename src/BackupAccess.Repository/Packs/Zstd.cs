using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Packs;

/// <summary>
/// zstd (RFC 8878) by the operating system's library, whose API is stable since its version 1.4. Contexts are costly to
/// make and are kept for the next caller; there are as many as ever worked at once.
/// </summary>
internal static partial class Zstd
{
    public const string LibraryName = "libzstd.so.1";

    private const int CompressionLevelParameter = 100;
    private const int HashLogParameter = 102;
    private const int MinMatchParameter = 105;

    // The fast strategy with a table four times as large, still within a core's cache: saves what restic's encoder saves by
    // its default, but for a hundredth, and takes a sixth less time than level 2.
    private const int CompressionLevel = 1;
    private const int HashLog = 15;
    private const int MinMatch = 6;

    private const int DestinationTooSmall = 70;

    private static readonly Lazy<bool> s_isAvailable = new(() => NativeLibrary.TryLoad(LibraryName, typeof(Zstd).Assembly, searchPath: null, out _));
    private static readonly ConcurrentBag<CompressionContext> s_compressors = [];
    private static readonly ConcurrentBag<DecompressionContext> s_decompressors = [];

    /// <summary>Whether this machine has the library.</summary>
    public static bool IsAvailable => s_isAvailable.Value;

    /// <summary>Compresses into <paramref name="destination"/>.</summary>
    /// <returns>False when the compressed form is longer than the destination.</returns>
    public static bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        if (!s_compressors.TryTake(out CompressionContext? context))
        {
            context = CreateCompressor();
            SetParameter(context, CompressionLevelParameter, CompressionLevel);
            SetParameter(context, HashLogParameter, HashLog);
            SetParameter(context, MinMatchParameter, MinMatch);
        }

        nuint result = Compress(context, destination, (nuint)destination.Length, source, (nuint)source.Length);
        s_compressors.Add(context);
        bool isDone = IsError(result) == 0;
        written = isDone ? (int)result : 0;
        return isDone;
    }

    /// <summary>Decompresses one or more whole frames.</summary>
    /// <returns>False when they aren't frames, or hold more than <paramref name="destination"/> does.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written) =>
        TryDecompress(source, destination, out written, out _);

    /// <summary>The same, telling whether it was the room that didn't suffice.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written, out bool isTooLong)
    {
        if (!s_decompressors.TryTake(out DecompressionContext? context))
        {
            context = CreateDecompressor();
        }

        nuint result = Decompress(context, destination, (nuint)destination.Length, source, (nuint)source.Length);
        s_decompressors.Add(context);
        bool isDone = IsError(result) == 0;
        isTooLong = !isDone && GetErrorCode(result) == DestinationTooSmall;
        written = isDone ? (int)result : 0;
        return isDone;
    }

    /// <summary>More than frames of so many bytes can hold: no block takes less than four, and none holds more than 128 KiB.</summary>
    public static long MaxContentLength(int compressedLength) => compressedLength / 4L * 128 * 1024;

    /// <summary>The first frame's content length in bytes as its header says it, or null when it says none or isn't a frame.</summary>
    public static long? ReadContentLength(ReadOnlySpan<byte> source)
    {
        ulong length = GetFrameContentSize(source, (nuint)source.Length);
        return length > long.MaxValue ? null : (long)length;
    }

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_createCCtx")]
    private static partial CompressionContext CreateCompressor();

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_createDCtx")]
    private static partial DecompressionContext CreateDecompressor();

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_freeCCtx")]
    private static partial nuint FreeCompressor(nint context);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_freeDCtx")]
    private static partial nuint FreeDecompressor(nint context);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_CCtx_setParameter")]
    private static partial nuint SetParameter(CompressionContext context, int parameter, int value);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_compress2")]
    private static partial nuint Compress(CompressionContext context, Span<byte> destination, nuint capacity, ReadOnlySpan<byte> source, nuint length);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_decompressDCtx")]
    private static partial nuint Decompress(DecompressionContext context, Span<byte> destination, nuint capacity, ReadOnlySpan<byte> source, nuint length);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_getFrameContentSize")]
    private static partial ulong GetFrameContentSize(ReadOnlySpan<byte> source, nuint length);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_getErrorCode")]
    private static partial int GetErrorCode(nuint code);

    [LibraryImport(LibraryName, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    private sealed class CompressionContext() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => FreeCompressor(handle) == 0;
    }

    private sealed class DecompressionContext() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => FreeDecompressor(handle) == 0;
    }
}
