using System.Management.Automation;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Lists users: by name, or those who hold a role.</summary>
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

    // A name that comes alone is a user's; a role comes as an object.
    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public Role? InputObject { get; set; }

    protected override void ProcessRecord()
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
