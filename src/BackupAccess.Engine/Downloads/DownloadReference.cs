namespace BackupAccess.Engine.Downloads;

/// <summary>Names a download by its id, or by the download itself.</summary>
public sealed record DownloadReference
{
    private readonly string? _description;

    public DownloadReference(string download) => Text = download ?? throw new ArgumentNullException(nameof(download));

    public DownloadReference(Guid download) => Text = download.ToString();

    public DownloadReference(Download download)
    {
        ArgumentNullException.ThrowIfNull(download);
        (Text, _description) = (download.Id.ToString(), download.ToString());
    }

    public string Text { get; }

    /// <summary>The file's name where an object was given, else what was typed.</summary>
    public override string ToString() => _description ?? Text;
}
