using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Restores a link, fifo or device.</summary>
internal sealed class SpecialFile(RestoreContext context, DirectoryHandle handle, RestoreDirectory directory, Node node, TreePath path)
{
    public void Restore()
    {
        bool isDevice = node.Type is NodeType.Dev or NodeType.CharDev;
        if (node.Type is NodeType.Unknown or NodeType.Socket)
        {
            context.Counters.Problem(path, FileProblemKind.Unsupported, $"\"{path}\" was not restored: its type can't be.");
            return;
        }

        if (isDevice && context.Options.Privileges == RestorePrivileges.Strip)
        {
            context.Counters.Problem(path, FileProblemKind.PrivilegeStripped, $"\"{path}\" was not restored: it is a device.");
            return;
        }

        FileName temporary = context.Placement.TemporaryName();
        Make(temporary);
        try
        {
            if (TryWriteMetadata(temporary))
            {
                context.Placement.Place(handle, temporary, node.Name, path);
            }
        }
        finally
        {
            // Gone already where it was put in its place.
            handle.Remove(temporary);
        }
    }

    private void Make(FileName temporary)
    {
        if (node.Type == NodeType.Symlink)
        {
            handle.MakeSymlink(temporary, node.LinkTarget.Span);
        }
        else
        {
            handle.MakeSpecial(temporary, node.Type, node.Device);
        }
    }

    private bool TryWriteMetadata(FileName temporary)
    {
        using FileHandle file = handle.Pin(temporary);
        FileStatus status = file.GetStatus();
        // The calls that make these don't open them; another name for somebody's file would count more links.
        if (status.Type != node.Type || status.Links != 1)
        {
            context.Counters.Problem(path, FileProblemKind.Replaced, $"\"{path}\" was replaced by something else while it was made.");
            return false;
        }

        if (directory.HasDefaultAcl && node.Type != NodeType.Symlink)
        {
            MetadataWriter.RemoveInherited(file);
        }

        context.Metadata.Write(file, node, path, GivenMetadata.None);
        return true;
    }
}
