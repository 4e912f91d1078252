using System.Management.Automation;
using BackupAccess.Engine.Storage;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Lists where repositories live.</summary>
[Cmdlet(VerbsCommon.Get, "BkStorage")]
[OutputType(typeof(BackupStorage))]
public sealed class GetBkStorageCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("storage", names, List(new ListStorage(names)), (storage, name) => IsNamed(storage.Name, id: null, name)));
    }
}
