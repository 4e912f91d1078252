namespace BackupAccess.Repository.Files;

/// <summary>One file that isn't in the backup or the restore as it should be.</summary>
/// <param name="Path">Its path: in a backup, from the item's name on; in a restore, below the tree restored.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record FileProblem(string Path, FileProblemKind Kind, string Message);
