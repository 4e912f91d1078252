using System.Management.Automation;
using BackupAccess.Engine.Mail;

namespace BackupAccess.PowerShell.Settings.Commands;

/// <summary>Sends messages by the mail server, and says what failed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkMailServer")]
[OutputType(typeof(MailTest), typeof(bool))]
public sealed class TestBkMailServerCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] To { get; set; } = [];

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string to in To)
        {
            Attempt(to, () =>
            {
                MailTest test = Work(new TestMailServer(to));
                Emit(Quiet ? test.Passed : test);
            });
        }
    }
}
