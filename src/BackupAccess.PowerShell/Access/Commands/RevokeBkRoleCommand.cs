using System.Management.Automation;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Takes roles from users.</summary>
[Cmdlet(VerbsSecurity.Revoke, "BkRole", SupportsShouldProcess = true)]
[OutputType(typeof(RoleChange))]
public sealed class RevokeBkRoleCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    public ObjectName[] Role { get; set; } = [];

    [Parameter]
    public SwitchParameter ClearGrants { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        RememberedGrants grants = ClearGrants ? RememberedGrants.Clear : RememberedGrants.Keep;
        foreach (UserReference user in User)
        {
            foreach (ObjectName role in Role)
            {
                if (ShouldProcess($"{user}", $"Revoke role {role}"))
                {
                    Attempt(user, () => Tell(Invoke(new UnassignRole(user, role.Text) { Grants = grants })));
                }
            }
        }
    }

    private void Tell(RoleChange change)
    {
        if (change.GrantsCeased.Count > 0)
        {
            WriteVerbose($"Grants of \"{change.User}\" are no longer in effect, and remembered: {string.Join(", ", change.GrantsCeased)}.");
        }

        Emit(change, when: PassThru);
    }
}
