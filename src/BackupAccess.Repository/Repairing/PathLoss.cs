using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Repairing;

/// <summary>What a repaired snapshot lacks at a path.</summary>
/// <param name="Path">A file that has lost chunks, a directory that is empty now, or one that is like another before it.</param>
/// <param name="Problem">What was wrong, without a full stop.</param>
/// <param name="BytesLost">Bytes of a file's content; null where nobody knows, as for a directory.</param>
public sealed record PathLoss(TreePath Path, string Problem, long? BytesLost);
