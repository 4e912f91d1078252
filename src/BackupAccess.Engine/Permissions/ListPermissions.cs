using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Permissions;

/// <summary>Lists permissions whose name matches any of the patterns; none means all.</summary>
public sealed record ListPermissions(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Permission>>;

internal sealed class ListPermissionsHandler : ListHandler<ListPermissions, Permission>
{
    protected override IReadOnlyList<Permission> List(ListPermissions request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. PermissionStore.All(context.Db).Where(permission => names.Matches(permission.Name))];
    }
}
