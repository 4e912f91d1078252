using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Searching;

/// <summary>One entry that was looked for.</summary>
/// <param name="Snapshot">The id of the snapshot that holds it.</param>
/// <param name="Path">Where it lies in the snapshot.</param>
/// <param name="Node">The entry.</param>
public sealed record SearchHit(ObjectId Snapshot, TreePath Path, Node Node);
