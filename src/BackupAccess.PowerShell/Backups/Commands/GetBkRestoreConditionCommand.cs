using System.Management.Automation;
using BackupAccess.Engine.Conditions;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Lists restore conditions.</summary>
[Cmdlet(VerbsCommon.Get, "BkRestoreCondition")]
[OutputType(typeof(RestoreCondition))]
public sealed class GetBkRestoreConditionCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RestoreConditionCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed(
            "restore condition", names, List(new ListRestoreConditions(names)), (condition, name) => IsNamed(condition.Name, condition.Id, name)));
    }
}
