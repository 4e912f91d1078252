using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes downloads, also without their type: by id.</summary>
internal sealed class DownloadObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value switch
    {
        Download download => new DownloadReference(download),
        WorkTask { DownloadId: { } made } => new DownloadReference(made),
        _ => null,
    };

    private protected override object? FromLoose(LooseObject value)
    {
        bool isDownload = value.Was<Download>() || (value.IsPlain && value.Has("Id") && !value.Has("Name"));
        return !isDownload ? null : value.Id("Id") is { } id ? new DownloadReference(id) : Unnamed("download", "Id");
    }
}
