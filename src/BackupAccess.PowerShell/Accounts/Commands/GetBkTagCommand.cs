using System.Management.Automation;
using BackupAccess.Engine.Tags;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Lists tags.</summary>
[Cmdlet(VerbsCommon.Get, "BkTag")]
[OutputType(typeof(Tag))]
public sealed class GetBkTagCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TagCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("tag", names, List(new ListTags(names)), (tag, name) => IsNamed(tag.Name, tag.Id, name)));
    }
}
