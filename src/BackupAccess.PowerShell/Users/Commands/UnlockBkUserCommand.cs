using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Lets users try to sign in at once again after failures.</summary>
[Cmdlet(VerbsCommon.Unlock, "BkUser", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class UnlockBkUserCommand : BkApprovableCmdlet
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
            if (ShouldProcess($"{user}", "Forget failed sign-ins"))
            {
                Attempt(user, () => Emit(Invoke(new UnlockUser(user)), when: PassThru));
            }
        }
    }
}
