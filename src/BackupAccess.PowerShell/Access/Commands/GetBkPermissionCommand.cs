using System.Management.Automation;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Lists permissions and the operations they hold: by name, those of roles, those of users, or those that hold an operation.</summary>
[Cmdlet(VerbsCommon.Get, "BkPermission", DefaultParameterSetName = "Name")]
[OutputType(typeof(Permission))]
public sealed class GetBkPermissionCommand : BkAccessQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject(Members = nameof(Engine.Roles.Role.Permissions))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Role", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Role { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Operation", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "User", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Only(Name), () =>
    {
        if (ParameterSetName == "Operation")
        {
            EmitAll(PermissionsWith(Operation));
        }
        else if (ParameterSetName == "Name")
        {
            string[] names = [.. Name.Select(name => name.Text)];
            EmitNamed("permission", names, List(new ListPermissions(names)), (permission, name) => IsNamed(permission.Name, id: null, name));
        }
        else
        {
            EmitAll(PermissionsOf(ParameterSetName == "Role" ? Roles(Role) : RolesOf(User)));
        }
    });
}
