using System.Management.Automation;
using BackupAccess.Engine.Conditions;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Renames restore conditions or changes their text.</summary>
[Cmdlet(VerbsCommon.Set, "BkRestoreCondition", SupportsShouldProcess = true)]
[OutputType(typeof(RestoreCondition))]
public sealed class SetBkRestoreConditionCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RestoreConditionCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (NewName is null && Text is null)
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        foreach (ObjectName condition in Name)
        {
            if (ShouldProcess($"{condition}", "Change restore condition"))
            {
                Attempt(condition, () => Emit(Invoke(new UpdateRestoreCondition(condition.Text, NewName, Text)), when: PassThru));
            }
        }
    }
}
