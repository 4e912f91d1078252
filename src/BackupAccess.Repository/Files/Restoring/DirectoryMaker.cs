using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Finds or makes the directories of the target.</summary>
internal sealed class DirectoryMaker(RestoreContext context)
{
    public RestoreDirectory Root(RestoreScope scope) => new(
        TreePath.Root,
        TreePath.Root,
        null,
        scope,
        RestoreDirectoryState.Live,
        context.Target.GetStatus().Identity,
        MetadataWriter.HasDefaultAcl(context.Target),
        IsOurs: false);

    /// <summary>The directory that a recorded one is restored to; null when there is none and all in it is left out.</summary>
    public RestoreDirectory? Make(DirectoryHandle handle, RestoreDirectory parent, Node node, RestoreScope scope)
    {
        TreePath path = parent.Path.Append(node.Name);
        try
        {
            if (handle.TryMakeDirectory(node.Name))
            {
                return Enter(handle, parent, node, node.Name, scope, RestoreDirectoryState.Made);
            }

            if (handle.GetStatus(node.Name).Type == NodeType.Dir)
            {
                return Enter(handle, parent, node, node.Name, scope, RestoreDirectoryState.Live);
            }

            return MakeInstead(handle, node.Name, path) is { } name
                ? Enter(handle, parent, node, name, scope, RestoreDirectoryState.Made)
                : null;
        }
        catch (FileSystemException e) when (!FileProblems.EndsRestore(e))
        {
            context.Counters.Problem(path, FileProblemKind.Unwritable, e.Message);
            return null;
        }
    }

    /// <summary>What is done when something that is no directory has the name; the name made, or null when that something stays.</summary>
    private FileName? MakeInstead(DirectoryHandle handle, FileName name, TreePath path)
    {
        switch (context.Options.Conflict)
        {
            case RestoreConflict.Keep:
                context.Counters.Kept();
                return null;
            case RestoreConflict.Rename:
                return context.Placement.FindBeside(name, path, handle.TryMakeDirectory);
            default:
                handle.Remove(name);
                return handle.TryMakeDirectory(name)
                    ? name
                    : throw new FileSystemException(name.ToString(), "created", Errno.Exists);
        }
    }

    private RestoreDirectory? Enter(
        DirectoryHandle handle, RestoreDirectory parent, Node node, FileName name, RestoreScope scope, RestoreDirectoryState state)
    {
        TreePath path = parent.Path.Append(node.Name);
        using DirectoryHandle directory = handle.OpenDirectory(name);
        // The call that makes a directory doesn't open it; what was put in its place in between may be somebody else's.
        if (state == RestoreDirectoryState.Made && directory.ListNames().Length > 0)
        {
            context.Counters.Problem(path, FileProblemKind.Replaced, $"\"{path}\" was replaced by something else while it was made.");
            return null;
        }

        FileStatus status = directory.GetStatus();
        if (state == RestoreDirectoryState.Live && !context.Options.Ownership.MayEnter(node, status.Uid))
        {
            context.Counters.Problem(path, FileProblemKind.InTheWay, $"\"{path}\" was not restored: the directory in its place belongs to user id {status.Uid}.");
            return null;
        }

        if (state == RestoreDirectoryState.Made && parent.HasDefaultAcl)
        {
            MetadataWriter.RemoveInherited(directory);
        }

        bool hasDefaultAcl = state == RestoreDirectoryState.Live && MetadataWriter.HasDefaultAcl(directory);
        bool isOurs = state == RestoreDirectoryState.Made && !parent.HasDefaultAcl && context.NewFiles.IsOurs(status);
        return new RestoreDirectory(path, parent.TargetPath.Append(name), node, scope, state, status.Identity, hasDefaultAcl, isOurs);
    }
}
