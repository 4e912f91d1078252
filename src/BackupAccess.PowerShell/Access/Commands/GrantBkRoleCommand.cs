using System.Management.Automation;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Assigns roles to users, for good or until a time.</summary>
[Cmdlet(VerbsSecurity.Grant, "BkRole", SupportsShouldProcess = true)]
[OutputType(typeof(RoleChange))]
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
                if (ShouldProcess($"{user}", $"Grant role {role}"))
                {
                    Attempt(user, () => Tell(Invoke(new AssignRole(user, role.Text, Until) { Grants = grants })));
                }
            }
        }
    }

    // That old grants open connectors again may be more than was meant: it is said unasked.
    private void Tell(RoleChange change)
    {
        if (change.GrantsRestored.Count > 0)
        {
            WriteWarning($"Grants of \"{change.User}\" are in effect again: {string.Join(", ", change.GrantsRestored)}.");
        }

        Emit(change, when: PassThru);
    }
}
