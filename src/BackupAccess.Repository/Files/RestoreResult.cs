namespace BackupAccess.Repository.Files;

/// <summary>What a restore did.</summary>
public sealed record RestoreResult
{
    /// <summary>Files, links and others put in place.</summary>
    public required long Files { get; init; }

    /// <summary>Directories made or given their metadata.</summary>
    public required long Directories { get; init; }

    /// <summary>Content restored, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Entries left as they were because a live one was kept; a directory counts once.</summary>
    public required long Kept { get; init; }

    public required IReadOnlyList<RenamedFile> Renamed { get; init; }

    /// <summary>What isn't restored as recorded, in order of paths.</summary>
    public required IReadOnlyList<FileProblem> Problems { get; init; }

    public bool IsPartial => Problems.Count > 0;
}
