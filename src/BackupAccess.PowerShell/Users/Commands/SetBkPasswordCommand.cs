using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Sets or removes another user's password, or changes one's own.</summary>
[Cmdlet(VerbsCommon.Set, "BkPassword", SupportsShouldProcess = true, DefaultParameterSetName = "Own")]
[OutputType(typeof(User))]
public sealed class SetBkPasswordCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "User", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "NoPassword", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Own")]
    public SecureString? OldPassword { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Own")]
    [Parameter(Mandatory = true, ParameterSetName = "User", ValueFromPipelineByPropertyName = true)]
    public SecureString? Password { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NoPassword")]
    public SwitchParameter NoPassword { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (OldPassword is { } old && Password is { } next)
        {
            ChangeOwn(old, next);
            return;
        }

        foreach (UserReference user in User)
        {
            if (ShouldProcess($"{user}", NoPassword ? "Remove password" : "Set password"))
            {
                Attempt(user, () =>
                {
                    using Secret? password = Password?.ToSecret();
                    Emit(Invoke(new SetPassword(user, password)), when: PassThru);
                });
            }
        }
    }

    private void ChangeOwn(SecureString old, SecureString next) => Attempt(target: null, () =>
    {
        if (ShouldProcess(Client.Session.Principal, "Change own password"))
        {
            using Secret before = old.ToSecret();
            using Secret after = next.ToSecret();
            Emit(Invoke(new ChangeOwnPassword(before, after)), when: PassThru);
        }
    });
}
