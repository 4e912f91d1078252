using System.Management.Automation;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Puts permissions into declared roles, for good or until a time.</summary>
[Cmdlet(VerbsSecurity.Grant, "BkPermission", SupportsShouldProcess = true)]
[OutputType(typeof(Role))]
public sealed class GrantBkPermissionCommand : BkRoleChangeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    public ObjectName[] Role { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject]
    public ObjectName[] Permission { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName role in Role)
        {
            Engine.Roles.Role? changed = null;
            foreach (ObjectName permission in Permission)
            {
                if (ShouldProcess($"{role}", $"Grant permission {permission}"))
                {
                    Attempt(role, () => changed = Tell(Invoke(new GrantPermission(role.Text, permission.Text) { Until = Until })));
                }
            }

            Emit(changed, when: PassThru && changed is not null);
        }
    }
}
