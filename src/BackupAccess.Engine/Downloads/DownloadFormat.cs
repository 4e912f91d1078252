namespace BackupAccess.Engine.Downloads;

/// <summary>What kind of archive a download is.</summary>
public enum DownloadFormat
{
    /// <summary>tar under gzip, which keeps owners, modes, times and links of every kind.</summary>
    TarGz,

    /// <summary>zip, which keeps modes and symbolic links.</summary>
    Zip,
}
