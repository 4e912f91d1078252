using System.Management.Automation;
using BackupAccess.Engine.Priorities;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Lists priority groups.</summary>
[Cmdlet(VerbsCommon.Get, "BkPriorityGroup")]
[OutputType(typeof(PriorityGroup))]
public sealed class GetBkPriorityGroupCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PriorityGroupCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("priority group", names, List(new ListPriorityGroups(names)), (group, name) => IsNamed(group.Name, group.Id, name)));
    }
}
