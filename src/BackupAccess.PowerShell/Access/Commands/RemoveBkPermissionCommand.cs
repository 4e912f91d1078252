using System.Management.Automation;
using BackupAccess.Engine.Permissions;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Removes declared permissions that no role names.</summary>
[Cmdlet(VerbsCommon.Remove, "BkPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Permission))]
public sealed class RemoveBkPermissionCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName permission in Name)
        {
            if (ShouldProcess($"{permission}", "Remove permission"))
            {
                Attempt(permission, () => Emit(Invoke(new RemovePermission(permission.Text)), when: PassThru));
            }
        }
    }
}
