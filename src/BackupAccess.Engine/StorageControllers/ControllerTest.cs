namespace BackupAccess.Engine.StorageControllers;

/// <summary>What came of signing in to a storage controller.</summary>
public sealed record ControllerTest
{
    public required string Controller { get; init; }

    public required string Url { get; init; }

    /// <summary>Whether it could be signed in to.</summary>
    public required bool Passed { get; init; }

    /// <summary>What it says that it runs; null where it couldn't be asked.</summary>
    public required string? Version { get; init; }

    /// <summary>How long that took.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>What failed, and what is unsafe though it works.</summary>
    public required IReadOnlyList<ControllerFinding> Findings { get; init; }

    /// <summary>What failed; null for nothing.</summary>
    public string? Problem => Findings.FirstOrDefault(finding => !finding.IsWarning)?.Message;
}
