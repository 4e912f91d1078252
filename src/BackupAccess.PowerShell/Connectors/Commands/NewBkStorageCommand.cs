using System.Management.Automation;
using BackupAccess.Engine.Storage;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Creates a storage, where repositories live.</summary>
[Cmdlet(VerbsCommon.New, "BkStorage", SupportsShouldProcess = true)]
[OutputType(typeof(BackupStorage))]
public sealed class NewBkStorageCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public StorageKind Kind { get; set; }

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter ReadOnly { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public long? UploadLimit { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public long? DownloadLimit { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Retries { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name, "Create storage"))
        {
            StorageMode mode = ReadOnly ? StorageMode.ReadOnly : StorageMode.ReadWrite;
            Attempt(Name, () => Emit(Invoke(new CreateStorage(Name, Kind, FullPath(Path), mode, UploadLimit, DownloadLimit, Retries))));
        }
    }
}
