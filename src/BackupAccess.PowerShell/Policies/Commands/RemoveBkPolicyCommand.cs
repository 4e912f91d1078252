using System.Management.Automation;
using BackupAccess.Engine.Policies;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Policies.Commands;

/// <summary>Removes retention policies that nothing names.</summary>
[Cmdlet(VerbsCommon.Remove, "BkPolicy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Policy))]
public sealed class RemoveBkPolicyCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [NamedObject]
    public ObjectName[] Policy { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName policy in Policy)
        {
            if (ShouldProcess(policy.Text, "Remove policy"))
            {
                Attempt(policy, () => Emit(Invoke(new RemovePolicy(policy.Text)), when: PassThru));
            }
        }
    }
}
