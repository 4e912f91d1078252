using System.Management.Automation;
using BackupAccess.Engine.Mail;

namespace BackupAccess.PowerShell.Settings.Commands;

/// <summary>Ends notifications.</summary>
[Cmdlet(VerbsCommon.Remove, "BkMailServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MailServer))]
public sealed class RemoveBkMailServerCommand : BkApprovableCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess("mail server", "Remove, with the notifications that wait"))
        {
            Attempt(target: null, () => Emit(Invoke(new RemoveMailServer()), when: PassThru));
        }
    }
}
