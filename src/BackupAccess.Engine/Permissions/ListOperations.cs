using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Permissions;

/// <summary>Lists operations whose name matches any of the patterns; none means all.</summary>
public sealed record ListOperations(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<OperationDescription>>;

internal sealed class ListOperationsHandler : ListHandler<ListOperations, OperationDescription>
{
    protected override IReadOnlyList<OperationDescription> List(ListOperations request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        IReadOnlyList<Permission> permissions = PermissionStore.All(context.Db);
        return [.. OperationCatalogue.Handlers
            .Where(handler => names.Matches(handler.Name))
            .OrderBy(handler => handler.Name, StringComparer.Ordinal)
            .Select(handler => Describe(handler, permissions))];
    }

    private static OperationDescription Describe(Handler handler, IReadOnlyList<Permission> permissions) => new()
    {
        Name = handler.Name,
        Effect = handler.Effect,
        Targets = handler.Targets,
        Permissions = [.. permissions
            .Where(permission => permission.Operations.Contains(handler.Name))
            .Select(permission => permission.Name)],
        Approvable = ApprovalGate.CanNeed(handler),
        DestroysBackups = handler.DestroysBackups,
    };
}
