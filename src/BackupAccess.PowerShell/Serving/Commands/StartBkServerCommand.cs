using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Serving.Commands;

/// <summary>Runs schedules and works the queue in the background of this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "BkServer", SupportsShouldProcess = true)]
[OutputType(typeof(ServerInfo))]
public sealed class StartBkServerCommand : BkCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override void ProcessRecord()
    {
        string? folder = Path ?? RunspaceSession.Current?.Session.Endpoint ?? EnvironmentEndpoint.Read().Folder;
        Attempt(folder, () =>
        {
            if (folder is null)
            {
                throw new NotConnectedException("Neither -Path nor a session nor the environment names a state folder.");
            }

            string full = FullPath(folder);
            if (RunspaceServer.Current is { } running)
            {
                throw new ConflictException("Conflict", $"A server of \"{running.Info.Path}\" runs in this runspace already.");
            }

            if (ShouldProcess(full, "Start server"))
            {
                BackgroundServer server = Wait(BackgroundServer.StartAsync(Wait(SessionFactory.OpenAsync(full, Cancellation))));
                RunspaceServer.Keep(server);
                Emit(server.Info);
            }
        });
    }
}
