using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Discovers the accounts of connectors.</summary>
[Cmdlet(VerbsData.Sync, "BkConnector", SupportsShouldProcess = true)]
[OutputType(typeof(SynchronizeResult))]
public sealed class SyncBkConnectorCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (ConnectorReference connector in Connector)
        {
            if (ShouldProcess($"{connector}", "Discover accounts"))
            {
                Attempt(connector, () => EmitAll(Work(new SynchronizeConnector(connector))));
            }
        }
    }
}
