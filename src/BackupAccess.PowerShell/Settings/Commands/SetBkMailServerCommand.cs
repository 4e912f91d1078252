using System.Management.Automation;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Settings.Commands;

/// <summary>Says by which server notifications go out.</summary>
[Cmdlet(VerbsCommon.Set, "BkMailServer", SupportsShouldProcess = true)]
[OutputType(typeof(MailServer))]
public sealed class SetBkMailServerCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("HostName")]
    [ValidateNotNullOrEmpty]
    public string SmtpServer { get; set; } = "";

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string From { get; set; } = "";

    [Parameter]
    public int? Port { get; set; }

    [Parameter]
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        int port = Port ?? MailPort.Of(Security);
        if (ShouldProcess($"{SmtpServer}:{port}", "Send notifications by this mail server"))
        {
            Attempt(SmtpServer, () =>
            {
                using Secret? password = Credential?.Password.ToSecret();
                Emit(Invoke(new UpdateMailServer(SmtpServer, port, Security, From, Credential?.UserName, password)), when: PassThru);
            });
        }
    }
}
