using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Enables users: their keys and grants work again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BkUser", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class EnableBkUserCommand : BkApprovableCmdlet
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
            if (ShouldProcess($"{user}", "Enable user"))
            {
                Attempt(user, () => Emit(Invoke(new EnableUser(user)), when: PassThru));
            }
        }
    }
}
