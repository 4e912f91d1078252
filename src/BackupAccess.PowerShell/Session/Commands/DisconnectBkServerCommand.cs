using System.Management.Automation;

namespace BackupAccess.PowerShell.Session.Commands;

/// <summary>Ends this runspace's session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BkServer")]
public sealed class DisconnectBkServerCommand : BkCmdlet
{
    protected override void ProcessRecord() => RunspaceSession.Close();
}
