using System.Management.Automation;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Lists users: by name, or those who hold a role, a permission or an operation.</summary>
[Cmdlet(VerbsCommon.Get, "BkUser", DefaultParameterSetName = "Name")]
[OutputType(typeof(User))]
public sealed class GetBkUserCommand : BkAccessQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] Name { get; set; } = [];

    [Parameter(ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Role { get; set; } = [];

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

    // A name that comes alone is a user's; a role comes as an object.
    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public Role? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Permission":
                Attempt(Only(Permission), () => EmitAll(UsersWith(RolesWith(Permissions(Permission)))));
                break;
            case "Operation":
                Attempt(Only(Operation), () => EmitAll(UsersWith(RolesWith(PermissionsWith(Operation)))));
                break;
            default:
                ListByNameOrRole();
                break;
        }
    }

    private void ListByNameOrRole()
    {
        ObjectName[] roles = InputObject is { } role ? [new ObjectName(role)] : Role;
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () =>
        {
            if (roles.Length == 0)
            {
                EmitNamed("user", names, List(new ListUsers(names)), (user, name) => IsNamed(user.Name, user.Id, name));
                return;
            }

            List<User> found = [.. List(new ListUsers(names) { Roles = [.. roles.Select(asked => asked.Text)] })];
            EmitAll(found);
            RequireUsers(Name);
            if (found.Count == 0)
            {
                _ = Roles(roles);
            }
        });
    }
}
