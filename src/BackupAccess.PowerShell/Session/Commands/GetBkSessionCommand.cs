using System.Management.Automation;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Session.Commands;

/// <summary>Shows whom this runspace is connected as, and where; nothing while it isn't.</summary>
[Cmdlet(VerbsCommon.Get, "BkSession")]
[OutputType(typeof(SessionInfo))]
public sealed class GetBkSessionCommand : BkCmdlet
{
    protected override void ProcessRecord() => Emit(RunspaceSession.Current?.Session, when: RunspaceSession.Current is not null);
}
