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
}
