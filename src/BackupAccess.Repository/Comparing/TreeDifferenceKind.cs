namespace BackupAccess.Repository.Comparing;

/// <summary>How an entry differs between two trees; restic's diff has a letter for each.</summary>
public enum TreeDifferenceKind
{
    /// <summary>Only the second tree has it (<c>+</c>).</summary>
    Added,

    /// <summary>Only the first tree has it (<c>-</c>).</summary>
    Removed,

    /// <summary>A file with other content (<c>M</c>); its metadata may differ too.</summary>
    Modified,

    /// <summary>
    /// Something else differs (<c>U</c>): mode, owner, any of its times, attributes, a link's target. A directory's tree
    /// is part of it, so whatever differs below a directory changes it too.
    /// </summary>
    MetadataChanged,

    /// <summary>One name for things of two types (<c>T</c>). What lies below the one that is a directory isn't told.</summary>
    TypeChanged,
}
