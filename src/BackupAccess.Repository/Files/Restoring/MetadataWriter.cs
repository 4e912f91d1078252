using System.Runtime.InteropServices;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Gives restored files their recorded metadata, through descriptors only; what can't be given is a problem, not a failure.</summary>
internal sealed class MetadataWriter(RestoreOptions options, RestoreCounters counters)
{
    private const uint SetUserIdBit = 0x800;
    private const uint SetGroupIdBit = 0x400;
    private const uint SetIdBits = SetUserIdBit | SetGroupIdBit;
    private const string AccessAcl = "system.posix_acl_access";
    private const string DefaultAcl = "system.posix_acl_default";

    /// <summary>Whether what is made in a directory gets an ACL from it.</summary>
    public static bool HasDefaultAcl(DirectoryHandle directory) =>
        directory.ReadAttributes(out _).Any(attribute => attribute.Name == DefaultAcl);

    /// <summary>Takes away the ACLs that a new file or directory got from the directory it was made in.</summary>
    public static void RemoveInherited(FileDescriptor file)
    {
        // Where one can't be removed, writing the recorded permissions still masks it.
        _ = file.RemoveAttribute(AccessAcl);
        _ = file.RemoveAttribute(DefaultAcl);
    }

    /// <summary>
    /// Owner first, for a change of owner takes set-ID bits and capabilities away; times last, for nothing after may
    /// change the file. What is given already is left out.
    /// </summary>
    public void Write(FileDescriptor file, Node node, TreePath path, GivenMetadata given)
    {
        if (options.Ownership.For(node) is { } owner)
        {
            int error = (given & GivenMetadata.Owner) != 0 ? 0 : file.SetOwner(owner.Uid, owner.Gid);
            Check(error, path, "owner");
        }
        else if (options.Ownership.Withholds(node))
        {
            counters.Problem(path, FileProblemKind.MetadataLost, $"\"{path}\" was restored without its owner, who is user id {node.Uid}.");
        }

        string stripped = WriteAttributes(file, node, path);
        if (node.Type != NodeType.Symlink && (given & GivenMetadata.Permissions) == 0)
        {
            uint permissions = node.Mode.Permissions;
            uint withheld = permissions & WithheldBits(file, node, permissions);
            if (withheld != 0)
            {
                permissions &= ~withheld;
                stripped = stripped.Length == 0 ? "set-ID bits" : $"{stripped} and set-ID bits";
            }

            Check(file.SetPermissions(permissions), path, "permissions");
        }

        Check(file.SetTimes(node.AccessTime, node.ModifiedTime), path, "times");
        if (stripped.Length > 0)
        {
            counters.Problem(path, FileProblemKind.PrivilegeStripped, $"\"{path}\" was restored without its {stripped}.");
        }
    }

    /// <summary>The set-ID bits that the file doesn't get: those that would run it as somebody else than the one recorded, whatever is asked for.</summary>
    private uint WithheldBits(FileDescriptor file, Node node, uint permissions)
    {
        // On a directory the bit hands down a group and runs nothing.
        if (node.Type == NodeType.Dir || (permissions & SetIdBits) == 0)
        {
            return 0;
        }

        if (options.Privileges == RestorePrivileges.Strip)
        {
            return SetIdBits;
        }

        FileStatus status = file.GetStatus();
        return (status.Uid == node.Uid ? 0 : SetUserIdBit) | (status.Gid == node.Gid ? 0 : SetGroupIdBit);
    }

    /// <summary>Sets the attributes; returns the names of those left out for their privilege.</summary>
    private string WriteAttributes(FileDescriptor file, Node node, TreePath path)
    {
        if (node.ExtendedAttributes.Count == 0)
        {
            return "";
        }

        List<string> stripped = [];
        foreach (ExtendedAttribute attribute in node.ExtendedAttributes)
        {
            if (options.Privileges == RestorePrivileges.Strip && IsPrivileged(attribute.Name))
            {
                stripped.Add(attribute.Name);
                continue;
            }

            int error = attribute.Value is { } value ? file.SetAttribute(attribute.Name, value) : 0;
            if (error != 0 || attribute.Value is null)
            {
                string reason = attribute.Value is null ? "its value isn't recorded" : Marshal.GetPInvokeErrorMessage(error);
                counters.Problem(path, FileProblemKind.AttributeLost, $"\"{path}\" was restored without its attribute \"{attribute.Name}\": {reason}.");
            }
        }

        return string.Join(", ", stripped);
    }

    private static bool IsPrivileged(string name) =>
        !name.StartsWith("user.", StringComparison.Ordinal) && name is not (AccessAcl or DefaultAcl);

    private void Check(int error, TreePath path, string what)
    {
        if (error != 0)
        {
            counters.Problem(path, FileProblemKind.MetadataLost, $"\"{path}\" was restored without its {what}: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }
}
