using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Creates users.</summary>
[Cmdlet(VerbsCommon.New, "BkUser", SupportsShouldProcess = true)]
[OutputType(typeof(User))]
public sealed class NewBkUserCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    public string[] Role { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoConsoleAccess { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SecureString? Password { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? Until { get; set; }

    protected override void ProcessRecord()
    {
        ConsoleAccess console = NoConsoleAccess ? ConsoleAccess.Off : ConsoleAccess.On;
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create user"))
            {
                Attempt(name, () =>
                {
                    using Secret? password = Password?.ToSecret();
                    Emit(Invoke(new CreateUser(name, Role, console, password, Until)));
                });
            }
        }
    }
}
