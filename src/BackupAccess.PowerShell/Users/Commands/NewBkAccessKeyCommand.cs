using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Makes access keys. A secret is in the output and nowhere else.</summary>
[Cmdlet(VerbsCommon.New, "BkAccessKey", SupportsShouldProcess = true)]
[OutputType(typeof(IssuedAccessKey))]
public sealed class NewBkAccessKeyCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference user in User)
        {
            if (ShouldProcess($"{user}", "Make access key"))
            {
                Attempt(user, () => Emit(Show(Invoke(new CreateAccessKey(user, Until)))));
            }
        }
    }

    private IssuedAccessKey Show(NewAccessKey key)
    {
        using Secret secret = key.SecretAccessKey;
        return new IssuedAccessKey(key.AccessKeyId, AsPlainText ? secret.ToPlainText() : secret.ToSecureString(), key.User, key.Until);
    }
}
