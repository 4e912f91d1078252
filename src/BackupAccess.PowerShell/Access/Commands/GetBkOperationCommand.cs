using System.Management.Automation;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Lists operations, the base values that access is decided on: by name, those of permissions, of roles, or of users.</summary>
[Cmdlet(VerbsCommon.Get, "BkOperation", DefaultParameterSetName = "Name")]
[OutputType(typeof(OperationDescription))]
public sealed class GetBkOperationCommand : BkAccessQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject(Members = nameof(Engine.Permissions.Permission.Operations))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Permission", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Permission { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Role", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject(Of = typeof(Engine.Roles.Role))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Role { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "User", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Only(Name), () =>
    {
        if (ParameterSetName == "Name")
        {
            string[] names = [.. Name.Select(name => name.Text)];
            EmitNamed("operation", names, List(new ListOperations(names)), (operation, name) => IsNamed(operation.Name, id: null, name));
            return;
        }

        IEnumerable<Engine.Permissions.Permission> permissions = ParameterSetName switch
        {
            "Permission" => Permissions(Permission),
            "Role" => PermissionsOf(Roles(Role)),
            _ => PermissionsOf(RolesOf(User)),
        };
        HashSet<string> held = [.. permissions.SelectMany(permission => permission.Operations)];
        EmitAll(List(new ListOperations([])).Where(operation => held.Contains(operation.Name)));
    });
}
