namespace BackupAccess.Repository.Trees;

/// <summary>A snapshot holds no such path.</summary>
public sealed class TreePathNotFoundException(TreePath path)
    : RepositoryException($"\"{path}\" is not in the backup.")
{
    public TreePath Path { get; } = path;
}
