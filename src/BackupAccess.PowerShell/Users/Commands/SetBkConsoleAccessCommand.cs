using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Switches sign-in by password on or off.</summary>
[Cmdlet(VerbsCommon.Set, "BkConsoleAccess", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class SetBkConsoleAccessCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public bool Enabled { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        ConsoleAccess access = Enabled ? ConsoleAccess.On : ConsoleAccess.Off;
        foreach (UserReference user in User)
        {
            if (ShouldProcess($"{user}", $"Switch console access {access}"))
            {
                Attempt(user, () => Emit(Invoke(new SetConsoleAccess(user, access)), when: PassThru));
            }
        }
    }
}
