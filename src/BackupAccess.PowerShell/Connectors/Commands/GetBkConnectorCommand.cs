using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Lists connectors.</summary>
[Cmdlet(VerbsCommon.Get, "BkConnector")]
[OutputType(typeof(Connector))]
public sealed class GetBkConnectorCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("connector", names, List(new ListConnectors(names)), (connector, name) => IsNamed(connector.Name, connector.Id, name)));
    }
}
