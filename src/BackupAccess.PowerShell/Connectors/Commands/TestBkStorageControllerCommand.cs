using System.Management.Automation;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Signs in to storage controllers, and says what failed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkStorageController")]
[OutputType(typeof(ControllerTest), typeof(bool))]
public sealed class TestBkStorageControllerCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageControllerCompleter))]
    [NamedObject]
    public ObjectName[] Controller { get; set; } = [];

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName controller in Controller)
        {
            Attempt(controller, () =>
            {
                ControllerTest test = Work(new TestStorageController(controller.Text));
                Emit(Quiet ? test.Passed : test);
            });
        }
    }
}
