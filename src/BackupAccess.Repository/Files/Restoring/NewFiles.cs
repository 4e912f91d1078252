using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>
/// What files get by being made: this process's ids, and the permissions asked for but for its mask. That holds only in a
/// directory that is this process's alone; elsewhere what is made may get a group or a list of permissions from it, and
/// what isn't finished mayn't be seen.
/// </summary>
internal sealed class NewFiles(RestoreOwnership ownership)
{
    private const uint ForOwnerAlone = 0x1C0;
    private const uint AccessBits = 0x1FF;
    private const uint SetGid = 0x400;

    private readonly uint _uid = Libc.EffectiveUser();
    private readonly uint _gid = Libc.EffectiveGroup();
    private readonly uint _mask = ReadMask();

    /// <summary>Whether a directory that was just made is this process's alone.</summary>
    public bool IsOurs(in FileStatus directory) =>
        directory.Uid == _uid && directory.Gid == _gid && (directory.Permissions & (AccessBits | SetGid)) == ForOwnerAlone;

    /// <summary>What a file has as recorded when it is made in the directory with the recorded permissions.</summary>
    public GivenMetadata GivenTo(Node node, RestoreDirectory directory)
    {
        if (!directory.IsOurs)
        {
            return GivenMetadata.None;
        }

        // An attribute may be a list of permissions, which changes them.
        bool hasPermissions = node.ExtendedAttributes.Count == 0 && (node.Mode.Permissions & (_mask | ~AccessBits)) == 0;
        return (ownership.For(node) == (_uid, _gid) ? GivenMetadata.Owner : GivenMetadata.None)
            | (hasPermissions ? GivenMetadata.Permissions : GivenMetadata.None);
    }

    /// <summary>The process's mask; where the system doesn't tell it, it may be anything.</summary>
    private static uint ReadMask()
    {
        const string Label = "Umask:";
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
            return line is null ? AccessBits : Convert.ToUInt32(line[Label.Length..].Trim(), fromBase: 8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AccessBits;
        }
    }
}
