using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;

namespace BackupAccess.Engine.Roles;

/// <summary>One role as a user holds it: what the role is, and until when it is held.</summary>
/// <param name="Definition">The role, shared by all who hold it.</param>
/// <param name="Until">Microseconds since 1970; <see cref="long.MaxValue"/> for never.</param>
internal readonly record struct RoleHolding(CompiledRole Definition, long Until)
{
    public string Role => Definition.Name;

    public ConnectorReach Connectors => Definition.Connectors;

    public ProfileReach Profiles => Definition.Profiles;

    public AccountReach Accounts => Definition.Accounts;

    /// <summary>The reach over users that an operation has by this role.</summary>
    public UserReach UsersFor(int operation) => UserReaches.For(operation, Definition.Users);

    public bool Contains(int operation) => Definition.Operations.Contains(operation);
}
