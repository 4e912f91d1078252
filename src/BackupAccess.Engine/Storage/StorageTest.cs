namespace BackupAccess.Engine.Storage;

/// <summary>What came of testing a storage.</summary>
public sealed record StorageTest
{
    public required string Storage { get; init; }

    public required string Location { get; init; }

    /// <summary>Every call succeeded.</summary>
    public required bool Passed { get; init; }

    /// <summary>Bytes a second that the probe was written with; null where it wasn't.</summary>
    public required double? UploadRate { get; init; }

    /// <summary>Bytes a second that the probe was read with; null where it wasn't.</summary>
    public required double? DownloadRate { get; init; }

    /// <summary>The calls in order, up to the first that failed and the clearing up after it.</summary>
    public required IReadOnlyList<StorageTestStep> Steps { get; init; }

    /// <summary>What the first call that failed failed with; null where none did.</summary>
    public string? Problem => Steps.FirstOrDefault(step => step.Problem is not null)?.Problem;
}
