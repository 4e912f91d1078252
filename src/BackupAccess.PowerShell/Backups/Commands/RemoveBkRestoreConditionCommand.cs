using System.Management.Automation;
using BackupAccess.Engine.Conditions;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Removes restore conditions; nobody has to accept them any more.</summary>
[Cmdlet(VerbsCommon.Remove, "BkRestoreCondition", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RestoreCondition))]
public sealed class RemoveBkRestoreConditionCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RestoreConditionCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName condition in Name)
        {
            if (ShouldProcess($"{condition}", "Remove restore condition"))
            {
                Attempt(condition, () => Emit(Invoke(new RemoveRestoreCondition(condition.Text)), when: PassThru));
            }
        }
    }
}
