namespace BackupAccess.Repository.Packs;

/// <summary>What becomes of new data.</summary>
public enum CompressionState
{
    On,

    /// <summary>Turned off, or not known to the repository's version.</summary>
    Off,

    /// <summary>Wanted, but this machine has no libzstd: new data is stored uncompressed. Worth one warning.</summary>
    Unavailable,
}
