using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>A directory of the target.</summary>
/// <param name="Path">Where it is recorded, below the tree restored.</param>
/// <param name="TargetPath">Where it is in the target; differs below a directory that was restored beside a live entry.</param>
/// <param name="Node">As recorded; null of the target itself.</param>
/// <param name="Scope">Whether all in it is to be restored.</param>
/// <param name="State">Whether it was there before.</param>
/// <param name="Identity">Which directory it is, so that another put in its place is noticed.</param>
/// <param name="HasDefaultAcl">Whether new files in it get an ACL that isn't theirs.</param>
/// <param name="IsOurs">Whether it was made here, and nobody else comes into it before it gets its metadata.</param>
internal sealed record RestoreDirectory(
    TreePath Path,
    TreePath TargetPath,
    Node? Node,
    RestoreScope Scope,
    RestoreDirectoryState State,
    FileIdentity Identity,
    bool HasDefaultAcl,
    bool IsOurs);
