using System.Management.Automation;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Lists roles: by name, those of users, or those that hold a permission or an operation.</summary>
[Cmdlet(VerbsCommon.Get, "BkRole", DefaultParameterSetName = "Name")]
[OutputType(typeof(Role), typeof(AssignedRole))]
public sealed class GetBkRoleCommand : BkAccessQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "User", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Permission", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject(Of = typeof(Engine.Permissions.Permission))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Permission { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Operation", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject(Of = typeof(Engine.Permissions.OperationDescription))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Only(Name), () =>
    {
        switch (ParameterSetName)
        {
            case "User":
                EmitAll(RolesOfUsers());
                break;
            case "Permission":
                EmitAll(RolesWith(Permissions(Permission)));
                break;
            case "Operation":
                EmitAll(RolesWith(PermissionsWith(Operation)));
                break;
            default:
                string[] names = [.. Name.Select(name => name.Text)];
                EmitNamed("role", names, List(new ListRoles(names)), (role, name) => IsNamed(role.Name, id: null, name));
                break;
        }
    });

    private IEnumerable<AssignedRole> RolesOfUsers()
    {
        RequireUsers(User);
        Dictionary<string, Role> roles = List(new ListRoles([])).ToDictionary(role => role.Name, StringComparer.OrdinalIgnoreCase);
        return List(new ListUsers([.. User.Select(user => user.Text)]))
            .SelectMany(user => user.Assignments, (user, held) => Assigned(user.Name, held, roles[held.Name]));
    }

    private static AssignedRole Assigned(string user, UserRole held, Role role) =>
        new(user, role.Name, held.Until, role.BuiltIn, role.Permissions, role.Ends, role.Connectors, role.Profiles, role.Accounts);
}
