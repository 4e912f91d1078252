using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>The archives' files: 0600, in a folder of the state that is 0700.</summary>
internal static class DownloadFiles
{
    private static readonly TimeSpan s_longestWriting = TimeSpan.FromDays(1);

    /// <summary>Writes a new archive; what is left of one that failed is deleted.</summary>
    /// <exception cref="BackupFailedException">It can't be written.</exception>
    public static async Task<T> CreateAsync<T>(EngineServices services, Guid id, Func<Stream, Task<T>> write)
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
                result = await write(stream).ConfigureAwait(false);
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

    /// <exception cref="BackupFailedException">It isn't there, or can't be read.</exception>
    public static FileStream Open(EngineServices services, string id)
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
