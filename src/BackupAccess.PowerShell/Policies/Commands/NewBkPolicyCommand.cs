using System.Management.Automation;
using BackupAccess.Engine.Policies;

namespace BackupAccess.PowerShell.Policies.Commands;

/// <summary>Creates retention policies. A label without a rule keeps all of its backups.</summary>
[Cmdlet(VerbsCommon.New, "BkPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(Policy))]
public sealed class NewBkPolicyCommand : BkPolicyRulesCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create policy"))
            {
                Attempt(name, () => Emit(Invoke(new AddPolicy(name, Rules, Deletion ?? PolicyDeletion.CountAndAge))));
            }
        }
    }
}
