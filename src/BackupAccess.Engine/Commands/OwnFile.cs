using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Commands;

/// <summary>Sees that a file is root's or the engine's user's, and that nobody else can change it. On Linux; elsewhere its folder's permissions are all there is.</summary>
internal static class OwnFile
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <exception cref="StateException">It is somebody else's, others can write it, or it can't be looked at.</exception>
    public static void Require(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            if ((File.GetUnixFileMode(target) & OthersWrite) != 0)
            {
                throw new StateException("InsecurePermissions", $"\"{target}\" can be written by others than its owner.");
            }

            using DirectoryHandle folder = DirectoryHandle.Open(Path.GetDirectoryName(target)!);
            uint owner = folder.OwnerOf(FileName.Parse(Path.GetFileName(target)));
            if (owner != 0 && owner != FolderOwner.EffectiveUser())
            {
                throw new StateException("InsecurePermissions", $"\"{target}\" belongs to another user, with the id {owner}.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FileSystemException)
        {
            throw new StateException("StateUnavailable", $"\"{path}\" can't be looked at: {e.Message}", e);
        }
    }
}
