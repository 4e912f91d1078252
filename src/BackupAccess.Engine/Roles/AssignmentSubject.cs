using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>A user who is given a role, or whom one is taken from.</summary>
/// <param name="User">The user.</param>
/// <param name="Role">The role, as it was asked for.</param>
internal sealed record AssignmentSubject(UserRow User, string Role) : ISubject
{
    public string Kind => User.Kind;

    public string Id => User.Id;

    public string Name => User.Name;

    public IReadOnlyList<AuditedObject> Others => [new("role", Role, Role)];

    public Target[] Targets => [User.Target];

    public static AssignmentSubject Find(OperationContext context, UserReference user, string role) =>
        new(UserLookup.Find(context, user), Names.Printable(role));
}
