using System.Management.Automation;
using BackupAccess.Engine.Storage;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Takes storages out of use that nothing uses. Their folders stay.</summary>
[Cmdlet(VerbsCommon.Remove, "BkStorage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BackupStorage))]
public sealed class RemoveBkStorageCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [NamedObject]
    public ObjectName[] Storage { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName storage in Storage)
        {
            if (ShouldProcess($"{storage}", "Remove storage"))
            {
                Attempt(storage, () => Emit(Invoke(new RemoveStorage(storage.Text)), when: PassThru));
            }
        }
    }
}
