using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Lists the users that the caller may see, whose name or id matches any of the patterns (<c>*</c>, <c>?</c>, <c>[a-z]</c>); none means all.</summary>
public sealed record ListUsers(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<User>>
{
    /// <summary>Patterns of names of roles, one of which the user holds; none means any or no role.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}

internal sealed class ListUsersHandler : ListHandler<ListUsers, User>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    protected override IReadOnlyList<User> List(ListUsers request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        NamePatterns asked = new([.. request.Roles.Select(role => BuiltInAccess.Current.FindRole(role)?.Name ?? role)]);
        ILookup<string, UserRoleRow> roles = UserStore.AllRoles(context.Db).ToLookup(role => role.UserId, StringComparer.Ordinal);
        Dictionary<string, long> keys = AccessKeyStore.CountByUser(context.Db);
        return [.. UserStore.All(context.Db)
            .Where(user => names.Matches(user.Name, user.Id) && context.Allows(user.Target))
            .Select(user => UserLookup.Show(user, roles[user.Id], keys.GetValueOrDefault(user.Id), context.Now))
            .Where(user => request.Roles.Count == 0 || user.Roles.Any(held => asked.Matches(held)))];
    }
}
