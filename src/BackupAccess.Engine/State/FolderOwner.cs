using System.Runtime.InteropServices;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.State;

/// <summary>
/// Sees that a state folder is its user's own: one that somebody else made would tell this process what to read and
/// write. On Linux; elsewhere the folder's permissions are all that is checked.
/// </summary>
internal static partial class FolderOwner
{
    /// <exception cref="StateException">The folder belongs to another user, or can't be looked at.</exception>
    public static void RequireOwn(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            using DirectoryHandle folder = DirectoryHandle.Open(path);
            uint owner = folder.GetIdentity().Uid;
            if (owner != EffectiveUser())
            {
                throw new StateException("InsecurePermissions", $"\"{path}\" belongs to another user, with the id {owner}.");
            }
        }
        catch (FileSystemException e)
        {
            throw new StateException("StateNotFound", e.Message, e);
        }
    }

    /// <summary>The user that this process acts as.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();
}
