using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>The names of one hard-linked file: the first is restored, the others are linked to it afterwards.</summary>
internal sealed class LinkGroup(Node first)
{
    private readonly List<(RestoreDirectory Directory, Node Node)> _others = [];
    private RestoreDirectory? _directory;
    private FileName _name;
    private FileIdentity _identity;

    public IReadOnlyList<(RestoreDirectory Directory, Node Node)> Others => _others;

    /// <summary>Takes another name; false when it only looks like one: an inode that was used again during the backup.</summary>
    public bool TryAdd(RestoreDirectory directory, Node node)
    {
        if (node.Size != first.Size || !(node.Content ?? []).SequenceEqual(first.Content ?? []))
        {
            return false;
        }

        _others.Add((directory, node));
        return true;
    }

    /// <summary>Says where the first is.</summary>
    public void Placed(RestoreDirectory directory, FileName name, FileIdentity identity) =>
        (_directory, _name, _identity) = (directory, name, identity);

    /// <summary>Links one of the others; false when it must be restored as a file of its own.</summary>
    public bool TryLink(RestoreContext context, RestoreDirectory directory, Node node)
    {
        if (_directory is null)
        {
            return false;
        }

        try
        {
            using DirectoryHandle from = context.Open(_directory);
            using DirectoryHandle to = context.Open(directory);
            FileName temporary = context.Placement.TemporaryName();
            from.Link(_name, to, temporary);
            bool isSame = to.GetStatus(temporary).Identity == _identity;
            if (isSame)
            {
                context.Placement.Place(to, temporary, node.Name, directory.Path.Append(node.Name));
            }

            // Left there when it is another file, and when its place holds the same file already.
            to.Remove(temporary);
            return isSame;
        }
        catch (FileSystemException e) when (!FileProblems.EndsRestore(e))
        {
            return false;
        }
    }
}
