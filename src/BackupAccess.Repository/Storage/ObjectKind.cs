namespace BackupAccess.Repository.Storage;

/// <summary>The kinds of file in a repository (design, "Repository Layout").</summary>
public enum ObjectKind
{
    Config,
    Key,
    Lock,
    Snapshot,
    Index,
    Pack,

    /// <summary>Of this library alone, and passed over by restic: which packs a prune has set aside to be deleted later.</summary>
    Quarantine,
}
