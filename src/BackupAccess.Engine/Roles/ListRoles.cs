using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Roles;

/// <summary>Lists built-in and declared roles whose name matches any of the patterns; none means all.</summary>
public sealed record ListRoles(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Role>>;

internal sealed class ListRolesHandler : ListHandler<ListRoles, Role>
{
    protected override IReadOnlyList<Role> List(ListRoles request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. RoleStore.All(context.Db).Where(role => names.Matches(role.Name)).Select(role => role.At(context.Now))];
    }
}
