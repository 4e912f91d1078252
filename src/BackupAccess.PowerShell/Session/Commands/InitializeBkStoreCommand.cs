using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Session.Commands;

/// <summary>Makes a state folder with its first administrator, and connects this runspace to it.</summary>
[Cmdlet(VerbsData.Initialize, "BkStore", SupportsShouldProcess = true)]
[OutputType(typeof(Store))]
public sealed class InitializeBkStoreCommand : BkCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Administrator { get; set; } = Environment.GetEnvironmentVariable("BACKUPACCESS_USER") is { Length: > 0 } name ? name : "admin";

    [Parameter]
    public SecureString? Password { get; set; }

    protected override void ProcessRecord() => Attempt(Path, () =>
    {
        string folder = FullPath(Path);
        if (ShouldProcess(folder, "Initialize"))
        {
            using Secret? password = Password?.ToSecret();
            IOperationClient client = RunspaceSession.Replace(
                Wait(SessionFactory.InitializeAsync(folder, Administrator, password, Cancellation)));
            Emit(new Store(client.Session.Endpoint, Administrator, client.Session.Principal));
        }
    });
}
