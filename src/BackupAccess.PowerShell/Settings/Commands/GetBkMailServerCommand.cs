using System.Management.Automation;
using BackupAccess.Engine.Mail;

namespace BackupAccess.PowerShell.Settings.Commands;

/// <summary>Shows the server that notifications go out by.</summary>
[Cmdlet(VerbsCommon.Get, "BkMailServer")]
[OutputType(typeof(MailServer))]
public sealed class GetBkMailServerCommand : BkCmdlet
{
    protected override void ProcessRecord() => Attempt(target: null, () =>
    {
        if (Invoke(new GetMailServer()) is { } server)
        {
            Emit(server);
        }
    });
}
