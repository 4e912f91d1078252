using System.Management.Automation;
using BackupAccess.Engine.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Lists permissions and the operations they hold.</summary>
[Cmdlet(VerbsCommon.Get, "BkPermission")]
[OutputType(typeof(Permission))]
public sealed class GetBkPermissionCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject(Members = nameof(Role.Permissions))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("permission", names, List(new ListPermissions(names)), (permission, name) => IsNamed(permission.Name, id: null, name)));
    }
}
