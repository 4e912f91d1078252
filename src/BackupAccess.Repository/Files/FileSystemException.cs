using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files;

/// <summary>The file system refused or failed a call.</summary>
/// <param name="path">What the call was about, as people read it.</param>
/// <param name="what">What couldn't be done, as <c>opened</c>.</param>
/// <param name="error">The system's error number.</param>
public sealed class FileSystemException(string path, string what, int error)
    : RepositoryException($"\"{path}\" can't be {what}: {Marshal.GetPInvokeErrorMessage(error)}.")
{
    public string Path { get; } = path;

    /// <summary>errno as Linux numbers it.</summary>
    public int Error { get; } = error;
}
