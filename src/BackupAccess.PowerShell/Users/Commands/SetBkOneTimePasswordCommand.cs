using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Enrolls for a one-time password, confirms it with its first code, makes recovery codes anew, or removes it.</summary>
[Cmdlet(VerbsCommon.Set, "BkOneTimePassword", SupportsShouldProcess = true, DefaultParameterSetName = "Enroll")]
[OutputType(typeof(IssuedOneTimePassword), typeof(IssuedRecoveryCode), typeof(User))]
public sealed class SetBkOneTimePasswordCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "DisableUser", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Enroll")]
    [Parameter(Mandatory = true, ParameterSetName = "RecoveryCodes")]
    [Parameter(Mandatory = true, ParameterSetName = "Disable")]
    public SecureString? Password { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Confirm")]
    public SecureString? Code { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "RecoveryCodes")]
    public SwitchParameter NewRecoveryCodes { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Disable")]
    [Parameter(Mandatory = true, ParameterSetName = "DisableUser")]
    public SwitchParameter Disable { get; set; }

    [Parameter(ParameterSetName = "Enroll")]
    [Parameter(ParameterSetName = "Confirm")]
    [Parameter(ParameterSetName = "RecoveryCodes")]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter(ParameterSetName = "Disable")]
    [Parameter(ParameterSetName = "DisableUser")]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Enroll":
                OfOwn("Make one-time password", Password!, secret => Show(Invoke(new EnrollOneTimePassword(secret))));
                break;
            case "Confirm":
                OfOwn("Confirm one-time password", Code!, code => Show(Invoke(new ConfirmOneTimePassword(code))));
                break;
            case "RecoveryCodes":
                OfOwn("Make recovery codes", Password!, secret => Show(Invoke(new RenewRecoveryCodes(secret))));
                break;
            case "Disable":
                OfOwn("Remove one-time password", Password!, secret => Emit(Invoke(new RemoveOwnOneTimePassword(secret)), when: PassThru));
                break;
            default:
                DisableOthers();
                break;
        }
    }

    private void OfOwn(string action, SecureString typed, Action<Secret> act) => Attempt(target: null, () =>
    {
        if (ShouldProcess(Client.Session.Principal, action))
        {
            using Secret secret = typed.ToSecret();
            act(secret);
        }
    });

    private void DisableOthers()
    {
        foreach (UserReference user in User)
        {
            if (ShouldProcess($"{user}", "Remove one-time password"))
            {
                Attempt(user, () => Emit(Invoke(new RemoveOneTimePassword(user)), when: PassThru));
            }
        }
    }

    private void Show(OneTimePasswordEnrollment made)
    {
        using Secret secret = made.Secret;
        using Secret uri = made.Uri;
        Emit(new IssuedOneTimePassword(made.User, Open(secret), Open(uri)));
    }

    private void Show(RecoveryCodeSet made)
    {
        foreach (Secret code in made.Codes)
        {
            using (code)
            {
                Emit(new IssuedRecoveryCode(made.User, Open(code)));
            }
        }
    }

    private object Open(Secret secret) => AsPlainText ? secret.ToPlainText() : secret.ToSecureString();
}
