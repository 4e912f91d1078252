using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Removes users for good, with their keys, grants and role assignments.</summary>
[Cmdlet(VerbsCommon.Remove, "BkUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(User))]
public sealed class RemoveBkUserCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference user in User)
        {
            if (ShouldProcess($"{user}", "Remove user"))
            {
                Attempt(user, () => Emit(Invoke(new RemoveUser(user)), when: PassThru));
            }
        }
    }
}
