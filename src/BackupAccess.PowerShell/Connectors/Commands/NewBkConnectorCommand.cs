using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.VolumeSnapshots;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Creates a connector.</summary>
[Cmdlet(VerbsCommon.New, "BkConnector", SupportsShouldProcess = true)]
[OutputType(typeof(Connector))]
public sealed class NewBkConnectorCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public ConnectorKind Kind { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageCompleter))]
    public string? Storage { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Legacy { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageControllerCompleter))]
    public string? Controller { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Volume { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? KeepSnapshots { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name, "Create connector"))
        {
            ConnectorOrigin origin = Legacy ? ConnectorOrigin.Legacy : ConnectorOrigin.New;
            Attempt(Name, () => Emit(Invoke(new CreateConnector(Name, Kind, Path is null ? null : FullPath(Path), Storage, origin) { Volume = VolumeOf() })));
        }
    }

    // What is missing of one is the operation's to tell.
    private ConnectorVolume? VolumeOf() =>
        Controller is null && Volume is null && KeepSnapshots is null ? null : new ConnectorVolume(Controller ?? "", Volume ?? "", KeepSnapshots ?? 0);
}
