using System.Management.Automation;
using BackupAccess.Engine.Priorities;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Removes priority groups; the accounts in them go where their tags or the default put them.</summary>
[Cmdlet(VerbsCommon.Remove, "BkPriorityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PriorityGroup))]
public sealed class RemoveBkPriorityGroupCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PriorityGroup")]
    [ArgumentCompleter(typeof(PriorityGroupCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName group in Name)
        {
            if (ShouldProcess($"{group}", "Remove priority group"))
            {
                Attempt(group, () => Emit(Invoke(new RemovePriorityGroup(group.Text)), when: PassThru));
            }
        }
    }
}
