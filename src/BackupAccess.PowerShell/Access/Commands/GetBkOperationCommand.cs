using System.Management.Automation;
using BackupAccess.Engine.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Lists operations, the base values that access is decided on.</summary>
[Cmdlet(VerbsCommon.Get, "BkOperation")]
[OutputType(typeof(OperationDescription))]
public sealed class GetBkOperationCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject(Members = nameof(Permission.Operations))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("operation", names, List(new ListOperations(names)), (operation, name) => IsNamed(operation.Name, id: null, name)));
    }
}
