using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// The right to write records to a storage, for one at a time on this machine. The file that is locked lies in the state
/// folder, so that a storage that hangs keeps nobody waiting; the system gives the lock back when its holder ends, however
/// that is, and not before the last call of it has.
/// </summary>
internal sealed class RecordLock : IDisposable
{
    // What the file's being locked comes as: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] s_isLocked = [11, 35, unchecked((int)0x80070020)];

    private readonly SafeFileHandle _file;

    private RecordLock(SafeFileHandle file) => _file = file;

    /// <returns>Null when another has it.</returns>
    /// <exception cref="StateException">The state folder can't be written to.</exception>
    public static RecordLock? TryTake(StateFolder folder, StorageRow storage)
    {
        string path = Path.Combine(folder.Locks, $"{storage.Name}.lock");
        try
        {
            PrivateFile.CreateFolder(folder.Locks);
            return new RecordLock(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (s_isLocked.Contains(e.HResult))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The lock \"{path}\" can't be taken: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
