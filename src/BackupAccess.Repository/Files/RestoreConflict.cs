namespace BackupAccess.Repository.Files;

/// <summary>
/// What happens to a live file in the place of a restored one. Directories are merged whichever is chosen. A directory
/// is never removed: a file whose place one has taken is a problem under <see cref="Overwrite"/>.
/// </summary>
public enum RestoreConflict
{
    /// <summary>
    /// The restored file replaces the live one, always by a new file renamed over it. A live file, link or other in the
    /// place of a directory is removed. Live directories that are restored whole get the recorded metadata.
    /// </summary>
    Overwrite,

    /// <summary>The live file stays, and what stands in the place of a directory stays with all that would be in it.</summary>
    Keep,

    /// <summary>The restored file goes beside the live one as <c>name.restored-yyyyMMddTHHmmssZ</c>, then <c>-2</c> and so on.</summary>
    Rename,
}
