using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.VolumeSnapshots;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Changes connectors: the name, the storage until there is a first backup, the path, or the volume.</summary>
[Cmdlet(VerbsCommon.Set, "BkConnector", SupportsShouldProcess = true)]
[OutputType(typeof(Connector))]
public sealed class SetBkConnectorCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Storage { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(StorageControllerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Controller { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Volume { get; set; }

    [Parameter]
    public int? KeepSnapshots { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private ConnectorVolumeChange? VolumeChange =>
        Controller is null && Volume is null && KeepSnapshots is null ? null : new ConnectorVolumeChange(Controller, Volume, KeepSnapshots);

    protected override void BeginProcessing()
    {
        if (NewName is null && Path is null && Storage is null && VolumeChange is null)
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        foreach (ConnectorReference connector in Connector)
        {
            if (ShouldProcess($"{connector}", "Change connector"))
            {
                Attempt(connector, () => Emit(Invoke(new UpdateConnector(connector, NewName, Path is null ? null : FullPath(Path), Storage) { Volume = VolumeChange }), when: PassThru));
            }
        }
    }
}
