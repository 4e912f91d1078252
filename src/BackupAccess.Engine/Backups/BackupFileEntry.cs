namespace BackupAccess.Engine.Backups;

/// <summary>A file, folder or other entry as it lies in a backup.</summary>
public sealed record BackupFileEntry
{
    public required Guid BackupId { get; init; }

    public required BackupItem Item { get; init; }

    /// <summary>Relative to the item, with <c>/</c>, bytes that aren't UTF-8 as <c>\xNN</c>.</summary>
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required BackupFileType Type { get; init; }

    /// <summary>Bytes; 0 for what isn't a file.</summary>
    public required long Size { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>As <c>rwxr-xr-x</c>.</summary>
    public required string Mode { get; init; }

    public required long Uid { get; init; }

    public required long Gid { get; init; }

    public required string? LinkTarget { get; init; }

    public override string ToString() => Path;
}
