using System.Management.Automation;
using BackupAccess.Engine.Storage;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Changes the settings of storages.</summary>
[Cmdlet(VerbsCommon.Set, "BkStorage", SupportsShouldProcess = true)]
[OutputType(typeof(BackupStorage))]
public sealed class SetBkStorageCommand : BkApprovableCmdlet
{
    private static readonly string[] s_settings = [nameof(ReadOnly), nameof(UploadLimit), nameof(DownloadLimit), nameof(Retries)];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [NamedObject]
    public ObjectName[] Storage { get; set; } = [];

    [Parameter]
    public bool? ReadOnly { get; set; }

    [Parameter]
    [AllowNull]
    public long? UploadLimit { get; set; }

    [Parameter]
    [AllowNull]
    public long? DownloadLimit { get; set; }

    [Parameter]
    public int? Retries { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (!s_settings.Any(IsBound))
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        foreach (ObjectName storage in Storage)
        {
            if (ShouldProcess($"{storage}", "Change storage"))
            {
                Attempt(storage, () => Emit(Invoke(Request(storage)), when: PassThru));
            }
        }
    }

    // The operation takes a limit of 0 for none; here $null is it too.
    private UpdateStorage Request(ObjectName storage) => new(
        storage.Text,
        ReadOnly switch { true => StorageMode.ReadOnly, false => StorageMode.ReadWrite, null => null },
        IsBound(nameof(UploadLimit)) ? UploadLimit ?? 0 : null,
        IsBound(nameof(DownloadLimit)) ? DownloadLimit ?? 0 : null,
        Retries);

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
