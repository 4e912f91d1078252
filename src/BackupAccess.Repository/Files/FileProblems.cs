using BackupAccess.Repository.Files.Linux;

namespace BackupAccess.Repository.Files;

/// <summary>What a failed call says about the file.</summary>
internal static class FileProblems
{
    public static FileProblemKind KindOfReading(FileSystemException failure) => failure.Error switch
    {
        Errno.NoEntry => FileProblemKind.Vanished,
        // A link, or something else, in place of the directory or file that was seen.
        Errno.TooManyLinks or Errno.NotDirectory or Errno.IsDirectory => FileProblemKind.Replaced,
        _ => FileProblemKind.Unreadable,
    };

    /// <summary>Whether every other file would fail alike, so that going on is no use.</summary>
    public static bool EndsRestore(FileSystemException failure) =>
        failure.Error is Errno.NoSpace or Errno.QuotaExceeded or Errno.ReadOnlyFileSystem;
}
