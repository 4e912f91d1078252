namespace BackupAccess.Repository.Files;

/// <summary>Says what a backup leaves out. Safe for concurrent use.</summary>
public interface IExcludeRules
{
    /// <summary>Whether an entry is left out; of a directory, with everything in it, which isn't asked for then.</summary>
    /// <param name="relativePath">The entry's path below the item's root, as bytes, slashes between names.</param>
    /// <param name="isDirectory">Whether it is a directory; a link to one isn't.</param>
    bool IsExcluded(ReadOnlySpan<byte> relativePath, bool isDirectory);
}
