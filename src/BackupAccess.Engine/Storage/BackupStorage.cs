namespace BackupAccess.Engine.Storage;

/// <summary>Where repositories live.</summary>
public sealed record BackupStorage
{
    public required string Name { get; init; }

    public required StorageKind Kind { get; init; }

    public required string Location { get; init; }

    public required StorageMode Mode { get; init; }

    /// <summary>Bytes a second that are written; null for no limit.</summary>
    public required long? UploadLimit { get; init; }

    /// <summary>Bytes a second that are read; null for no limit.</summary>
    public required long? DownloadLimit { get; init; }

    /// <summary>How often a call that failed for a moment is tried again.</summary>
    public required int Retries { get; init; }

    /// <summary>Connectors whose accounts' repositories are made here.</summary>
    public required int Connectors { get; init; }

    public required int Repositories { get; init; }

    /// <summary>Null for the default storage, which came with the state.</summary>
    public required DateTimeOffset? Created { get; init; }

    public override string ToString() => Name;
}
