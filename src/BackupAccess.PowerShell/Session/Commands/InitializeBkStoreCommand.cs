using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.PowerShell.Completion;

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

    [Parameter]
    [ArgumentCompleter(typeof(KeyCommandCompleter))]
    [ValidateNotNullOrEmpty]
    public string? KeyCommand { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(KeyCommandCompleter))]
    [ValidateNotNullOrEmpty]
    public string? KeyPutCommand { get; set; }

    protected override void BeginProcessing()
    {
        if (KeyCommand is null && KeyPutCommand is not null)
        {
            Refuse("-KeyPutCommand says where a new key goes: -KeyCommand says where it comes from.");
        }
    }

    protected override void ProcessRecord() => Attempt(Path, () =>
    {
        string folder = FullPath(Path);
        if (ShouldProcess(folder, "Initialize"))
        {
            using Secret? password = Password?.ToSecret();
            KeyCommandNames? keyCommand = KeyCommand is null ? null : new KeyCommandNames(KeyCommand, KeyPutCommand);
            IOperationClient client = RunspaceSession.Replace(
                Wait(SessionFactory.InitializeAsync(folder, Administrator, password, keyCommand, Cancellation)));
            Emit(new Store(client.Session.Endpoint, Administrator, client.Session.Principal));
        }
    });
}
