using System.Management.Automation;

namespace BackupAccess.PowerShell.Serving.Commands;

/// <summary>Ends the server that Start-BkServer has begun; tasks that it runs go back into the queue.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BkServer", SupportsShouldProcess = true)]
[OutputType(typeof(ServerInfo))]
public sealed class StopBkServerCommand : BkCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (RunspaceServer.Current is { } running && ShouldProcess(running.Info.Path, "Stop server"))
        {
            Emit(RunspaceServer.Stop(), when: PassThru);
        }
    }
}
