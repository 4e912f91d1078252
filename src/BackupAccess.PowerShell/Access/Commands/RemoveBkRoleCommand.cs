using System.Management.Automation;
using BackupAccess.Engine.Roles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Removes declared roles.</summary>
[Cmdlet(VerbsCommon.Remove, "BkRole", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Role))]
public sealed class RemoveBkRoleCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Unassign { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        RoleRemoval removal = Unassign ? RoleRemoval.Unassign : RoleRemoval.Unassigned;
        foreach (ObjectName role in Name)
        {
            if (ShouldProcess($"{role}", Unassign ? "Take role from everybody and remove it" : "Remove role"))
            {
                Attempt(role, () => Emit(Invoke(new RemoveRole(role.Text, removal)), when: PassThru));
            }
        }
    }
}
