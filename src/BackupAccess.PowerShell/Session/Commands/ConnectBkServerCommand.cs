using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Session.Commands;

/// <summary>Connects this runspace to a state folder: as the local principal, by password, or by access key.</summary>
[Cmdlet(VerbsCommunications.Connect, "BkServer", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SessionInfo))]
public sealed class ConnectBkServerCommand : BkCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Credential")]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = "Credential")]
    public SecureString? OneTimePassword { get; set; }

    [Parameter(ParameterSetName = "Credential")]
    public SecureString? NewPassword { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "AccessKey", ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccessKeyCompleter))]
    public string? AccessKeyId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "AccessKey", ValueFromPipelineByPropertyName = true)]
    public SecureString? SecretAccessKey { get; set; }

    protected override void ProcessRecord()
    {
        EnvironmentEndpoint environment = EnvironmentEndpoint.Read();
        string? folder = Path ?? environment.Folder;
        Attempt(folder, () =>
        {
            if (folder is null)
            {
                throw new NotConnectedException("Neither -Path nor the environment names a state folder.");
            }

            IOperationClient client = Wait(SessionFactory.ConnectAsync(FullPath(folder), SignInOf(environment), Cancellation));
            if (client.Session.PasswordExpired)
            {
                WriteWarning($"The password of \"{client.Session.Principal}\" has expired, and is taken only because nobody else could sign in as Administrator. Change it with Set-BkPassword.");
            }

            Emit(RunspaceSession.Replace(client).Session);
        });
    }

    // A folder named by hand is opened as its owner unless a sign-in is named with it; the environment's key is for the
    // environment's folder.
    private SignIn SignInOf(EnvironmentEndpoint environment) => this switch
    {
        { Credential: { } credential } => new SignIn.Password(credential.UserName, credential.Password.ToSecret())
        {
            OneTimePassword = OneTimePassword?.ToSecret(),
            NewPassword = NewPassword?.ToSecret(),
        },
        { AccessKeyId: { } id, SecretAccessKey: { } secret } => new SignIn.AccessKey(id, secret.ToSecret()),
        { Path: not null } => new SignIn.Local(Environment.UserName),
        _ => environment.SignIn(),
    };
}
