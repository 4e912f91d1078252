using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>The user whose access is asked about; null for the caller.</summary>
internal sealed record AccessOfSubject(UserRow? Asked, AccessPolicy Caller) : ISubject
{
    public string Kind => "user";

    public string? Id => Asked?.Id;

    public string Name => Asked?.Name ?? Caller.Name;

    public Target[] Targets => [Asked?.Target ?? Target.OfUser(Caller.UserId, enabled: true)];

    /// <summary>Whether somebody asks about themselves, who know what their own access shows them.</summary>
    public bool IsCaller => Asked is null || Asked.Guid == Caller.UserId;

    /// <exception cref="NotFoundException">There is no such user, or none that the caller may know of.</exception>
    public static AccessOfSubject Find(OperationContext context, UserReference? user) =>
        new(user is null ? null : UserLookup.Find(context, user), context.Policy);

    public AccessPolicy ReadPolicy(OperationContext context) => Asked is { } user ? PolicyCompiler.Compile(context.Db, user) : Caller;
}
