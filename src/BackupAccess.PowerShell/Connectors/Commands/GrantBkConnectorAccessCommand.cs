using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Grants users access to connectors, for good or until a time.</summary>
[Cmdlet(VerbsSecurity.Grant, "BkConnectorAccess", SupportsShouldProcess = true)]
[OutputType(typeof(ConnectorGrant))]
public sealed class GrantBkConnectorAccessCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference user in User)
        {
            foreach (ConnectorReference connector in Connector)
            {
                if (ShouldProcess($"{user}", $"Grant access to connector {connector}"))
                {
                    Attempt(connector, () => Emit(Invoke(new GrantConnector(user, connector, Until)), when: PassThru));
                }
            }
        }
    }
}
