using System.Management.Automation;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Forgets storage controllers that no connector names, with their passwords.</summary>
[Cmdlet(VerbsCommon.Remove, "BkStorageController", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(StorageController))]
public sealed class RemoveBkStorageControllerCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageControllerCompleter))]
    [NamedObject]
    public ObjectName[] Controller { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        LeftSnapshots left = Force ? LeftSnapshots.Forgotten : LeftSnapshots.Removed;
        foreach (ObjectName controller in Controller)
        {
            if (ShouldProcess($"{controller}", "Remove storage controller"))
            {
                Attempt(controller, () => Emit(Invoke(new RemoveStorageController(controller.Text, left)), when: PassThru));
            }
        }
    }
}
