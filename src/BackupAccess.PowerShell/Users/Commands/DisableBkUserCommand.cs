using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Disables users: their sessions end, their keys and grants rest.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BkUser", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class DisableBkUserCommand : BkApprovableCmdlet
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
            if (ShouldProcess($"{user}", "Disable user"))
            {
                Attempt(user, () => Emit(Invoke(new DisableUser(user)), when: PassThru));
            }
        }
    }
}
