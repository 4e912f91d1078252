namespace BackupAccess.Repository.Trees;

/// <summary>A node and where it lies below the tree that was asked.</summary>
public sealed record TreeEntry(TreePath Path, Node Node);
