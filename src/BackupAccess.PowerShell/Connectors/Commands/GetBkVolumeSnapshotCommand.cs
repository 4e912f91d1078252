using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.VolumeSnapshots;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Lists the snapshots of connectors' volumes.</summary>
[Cmdlet(VerbsCommon.Get, "BkVolumeSnapshot")]
[OutputType(typeof(VolumeSnapshot))]
public sealed class GetBkVolumeSnapshotCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (ConnectorReference connector in Connector)
        {
            Attempt(connector, () => EmitAll(Work(new ListVolumeSnapshots(connector))));
        }
    }
}
