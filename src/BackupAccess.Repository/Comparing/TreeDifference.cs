using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Comparing;

/// <summary>One entry that differs between two trees.</summary>
/// <param name="Path">Where it lies in both.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Before">The first tree's node; null of what was added.</param>
/// <param name="After">The second tree's node; null of what was removed.</param>
public sealed record TreeDifference(TreePath Path, TreeDifferenceKind Kind, Node? Before, Node? After);
