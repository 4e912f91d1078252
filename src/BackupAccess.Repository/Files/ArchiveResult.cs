using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Files;

/// <summary>A snapshot that was made. Sizes are in bytes.</summary>
public sealed record ArchiveResult
{
    /// <summary>The snapshot as saved, with its id.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>Files that the parent doesn't have.</summary>
    public required long FilesNew { get; init; }

    /// <summary>Files whose content or metadata differ from the parent's.</summary>
    public required long FilesChanged { get; init; }

    public required long FilesUnmodified { get; init; }
    public required long Directories { get; init; }

    /// <summary>What was read of files.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Size of all files in the snapshot.</summary>
    public required long BytesTotal { get; init; }

    /// <summary>What the repository grew by in blobs, compressed and encrypted.</summary>
    public required long BytesAdded { get; init; }

    /// <summary>What isn't in the snapshot as it should be, in order of paths.</summary>
    public required IReadOnlyList<FileProblem> Problems { get; init; }

    /// <summary>Whether anything is missing or doubtful.</summary>
    public bool IsPartial => Problems.Count > 0;
}
