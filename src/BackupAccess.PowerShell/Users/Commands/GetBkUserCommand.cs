using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Lists users: by name, or those who hold a role.</summary>
[Cmdlet(VerbsCommon.Get, "BkUser")]
[OutputType(typeof(User))]
public sealed class GetBkUserCommand : BkAccessQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] Name { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Role { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () =>
        {
            if (Role.Length == 0)
            {
                EmitNamed("user", names, List(new ListUsers(names)), (user, name) => IsNamed(user.Name, user.Id, name));
                return;
            }

            List<User> found = [.. List(new ListUsers(names) { Roles = [.. Role.Select(role => role.Text)] })];
            EmitAll(found);
            RequireUsers(Name);
            if (found.Count == 0)
            {
                _ = Roles(Role);
            }
        });
    }
}
