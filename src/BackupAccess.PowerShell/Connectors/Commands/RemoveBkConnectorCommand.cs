using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Removes connectors. Their accounts become orphans; backups stay.</summary>
[Cmdlet(VerbsCommon.Remove, "BkConnector", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Connector))]
public sealed class RemoveBkConnectorCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ConnectorReference connector in Connector)
        {
            if (ShouldProcess($"{connector}", "Remove connector"))
            {
                Attempt(connector, () => Emit(Invoke(new RemoveConnector(connector)), when: PassThru));
            }
        }
    }
}
