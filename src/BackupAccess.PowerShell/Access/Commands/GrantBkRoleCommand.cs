using System.Management.Automation;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Assigns roles to users, for good or until a time.</summary>
[Cmdlet(VerbsSecurity.Grant, "BkRole", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class GrantBkRoleCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    public ObjectName[] Role { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference user in User)
        {
            Engine.Users.User? changed = null;
            foreach (ObjectName role in Role)
            {
                if (ShouldProcess($"{user}", $"Grant role {role}"))
                {
                    Attempt(user, () => changed = Invoke(new AssignRole(user, role.Text, Until)));
                }
            }

            Emit(changed, when: PassThru && changed is not null);
        }
    }
}
