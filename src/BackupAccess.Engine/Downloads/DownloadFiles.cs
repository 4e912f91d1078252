using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BackupAccess.Engine.Downloads.Archives;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>The archives' files: 0600, in a folder of the state that is 0700, and sealed.</summary>
internal static class DownloadFiles
{
    private static readonly TimeSpan s_longestWriting = TimeSpan.FromDays(1);

    /// <summary>Writes a new archive; what is left of one that failed is deleted, and opens with no key that there is.</summary>
    /// <exception cref="BackupFailedException">It can't be written.</exception>
    public static async Task<T> CreateAsync<T>(EngineServices services, Guid id, Secret key, Func<Stream, Task<T>> write)
    {
        string file = PathOf(services, id.ToString());
        bool isWritten = false;
        try
        {
            PrivateFile.CreateFolder(services.Folder.Downloads);
            FileStream stream = PrivateFile.Create(file);
            T result;
            await using (stream.ConfigureAwait(false))
            {
                result = await SealAsync(stream, key, write).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            isWritten = true;
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("FileSystemFailed", $"The archive \"{file}\" can't be written: {e.Message}", e);
        }
        finally
        {
            if (!isWritten)
            {
                File.Delete(file);
            }
        }
    }

    private static async Task<T> SealAsync<T>(FileStream file, Secret key, Func<Stream, Task<T>> write)
    {
        using ArchiveSeal seal = new(key);
        long number = 0;
        PieceStream pieces = new(ArchiveSeal.Piece, skip: 0, piece => file.WriteAsync(seal.Seal(number++, piece)));
        await using (pieces.ConfigureAwait(false))
        {
            T result = await write(pieces).ConfigureAwait(false);
            await pieces.EndAsync().ConfigureAwait(false);
            return result;
        }
    }

    /// <summary>Reads an archive of a size from a byte on.</summary>
    /// <exception cref="BackupFailedException">It isn't there, can't be read, or isn't what was written.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        EngineServices services, string id, Secret key, long size, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileStream file = Open(services, id);
        await using (file.ConfigureAwait(false))
        {
            using ArchiveSeal seal = new(key);
            while (offset < size)
            {
                long number = offset / ArchiveSeal.Piece;
                long start = number * ArchiveSeal.Piece;
                byte[] piece = await TakeAsync(file, id, seal, number, (int)Math.Min(ArchiveSeal.Piece, size - start), cancellationToken).ConfigureAwait(false);
                yield return offset == start ? piece : piece[(int)(offset - start)..];
                offset = start + piece.Length;
            }
        }
    }

    private static async Task<byte[]> TakeAsync(FileStream file, string id, ArchiveSeal seal, long number, int length, CancellationToken cancellationToken)
    {
        byte[] box = new byte[ArchiveSeal.SizeOf(length)];
        try
        {
            file.Position = ArchiveSeal.PlaceOf(number);
            await file.ReadExactlyAsync(box, cancellationToken).ConfigureAwait(false);
            return seal.Open(number, box);
        }
        catch (IOException e)
        {
            throw new BackupFailedException("FileSystemFailed", $"The archive of the download \"{id}\" can't be read: {e.Message}", e);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new BackupFailedException("ChecksumMismatch", $"The archive of the download \"{id}\" is not what was written.", e);
        }
    }

    private static FileStream Open(EngineServices services, string id)
    {
        string file = PathOf(services, id);
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("FileSystemFailed", $"The archive \"{file}\" can't be read: {e.Message}", e);
        }
    }

    /// <summary>Deletes an archive; one that isn't there any more is no failure.</summary>
    /// <returns>Why it can't be deleted; null when it is gone.</returns>
    public static string? TryDelete(EngineServices services, string id)
    {
        try
        {
            if (Directory.Exists(services.Folder.Downloads))
            {
                File.Delete(PathOf(services, id));
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Deletes what no download names: left by a process that was killed, or of an account that is gone. What is still written is younger.</summary>
    public static void DeleteStrays(EngineServices services, StateConnection db)
    {
        if (!Directory.Exists(services.Folder.Downloads))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(services.Folder.Downloads))
        {
            string id = Path.GetFileName(file);
            bool isOld = services.Time.GetUtcNow() - File.GetLastWriteTimeUtc(file) > s_longestWriting;
            if (isOld && !DownloadStore.Exists(db, id))
            {
                _ = TryDelete(services, id);
            }
        }
    }

    private static string PathOf(EngineServices services, string id) => Path.Combine(services.Folder.Downloads, id);
}
