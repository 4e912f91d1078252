using System.Management.Automation;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Lists storage controllers.</summary>
[Cmdlet(VerbsCommon.Get, "BkStorageController")]
[OutputType(typeof(StorageController))]
public sealed class GetBkStorageControllerCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StorageControllerCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("storage controller", names, List(new ListStorageControllers(names)), (controller, name) => IsNamed(controller.Name, id: null, name)));
    }
}
