namespace BackupAccess.Repository.Packs;

/// <summary>What is asked for when new data is written.</summary>
public enum CompressionMode
{
    /// <summary>zstd, where the repository's version allows it and the machine has the library.</summary>
    Auto,

    Off,
}
