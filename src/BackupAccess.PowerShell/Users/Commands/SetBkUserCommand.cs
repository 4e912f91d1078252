using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Changes when users expire.</summary>
[Cmdlet(VerbsCommon.Set, "BkUser", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class SetBkUserCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference user in User)
        {
            if (ShouldProcess($"{user}", Until is { } until ? $"Set end date to {until:u}" : "Remove end date"))
            {
                Attempt(user, () => Emit(Invoke(new UpdateUser(user, Until)), when: PassThru));
            }
        }
    }
}
