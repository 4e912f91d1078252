using BackupAccess.Repository.Files.Linux;

namespace BackupAccess.Repository.Storage;

/// <summary>What a file system's refusal means for the one who asked. Elsewhere than on Linux, only Windows's full disk is told apart.</summary>
internal static class LocalFailure
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Those of a network file system whose server is away, and of a process short of descriptors.</summary>
    private static readonly int[] s_passing =
        [Errno.Interrupted, Errno.TryAgain, Errno.Busy, Errno.TooManyFilesInSystem, Errno.TooManyFiles, Errno.TimedOut, Errno.HostDown, Errno.Stale];

    /// <param name="what">What was out of reach, as a message begins.</param>
    /// <param name="e">The refusal: an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    public static StorageException Of(string what, Exception e)
    {
        int error = (e as UnauthorizedAccessException)?.InnerException?.HResult ?? e.HResult;
        return error switch
        {
            Errno.NoSpace or WindowsDiskFull => new StorageFullException($"{what} is out of reach: no room is left.", e),
            Errno.QuotaExceeded => new StorageFullException($"{what} is out of reach: the disk quota is used up.", e),
            Errno.ReadOnlyFileSystem => new StorageReadOnlyException($"{what} is out of reach: the file system is read-only.", e),
            _ when e is UnauthorizedAccessException => new StorageDeniedException($"{what} is out of reach: access is denied.", e),
            _ when e is PathTooLongException => new StorageException($"{what} is out of reach: the path is too long.", e),
            _ => new StorageException($"{what} is out of reach: {e.Message}", e) { IsTransient = s_passing.Contains(error) },
        };
    }
}
