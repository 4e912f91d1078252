using System.Management.Automation;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Changes connectors: the name, the storage until there is a first backup, or the path.</summary>
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
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (NewName is null && Path is null && Storage is null)
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
                Attempt(connector, () => Emit(Invoke(new UpdateConnector(connector, NewName, Path is null ? null : FullPath(Path), Storage)), when: PassThru));
            }
        }
    }
}
