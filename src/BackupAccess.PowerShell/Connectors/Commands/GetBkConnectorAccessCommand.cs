using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Lists who is granted which connector.</summary>
[Cmdlet(VerbsCommon.Get, "BkConnectorAccess")]
[OutputType(typeof(ConnectorGrant))]
public sealed class GetBkConnectorAccessCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] users = [.. User.Select(user => user.Text)];
        string[] connectors = [.. Connector.Select(connector => connector.Text)];
        Attempt(target: null, () =>
        {
            EmitAll(List(new ListConnectorGrants(users, connectors)));
            RequireUsers(User);
            RequireConnectors(Connector);
        });
    }
}
