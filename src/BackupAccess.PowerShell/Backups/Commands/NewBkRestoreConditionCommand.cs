using System.Management.Automation;
using BackupAccess.Engine.Conditions;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Creates conditions that every restore and download has to accept.</summary>
[Cmdlet(VerbsCommon.New, "BkRestoreCondition", SupportsShouldProcess = true)]
[OutputType(typeof(RestoreCondition))]
public sealed class NewBkRestoreConditionCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Text { get; set; } = "";

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name, "Create restore condition"))
        {
            Attempt(Name, () => Emit(Invoke(new CreateRestoreCondition(Name, Text))));
        }
    }
}
