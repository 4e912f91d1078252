using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Priorities;

/// <summary>Lists the priority groups whose name or id matches any of the patterns; none means all.</summary>
public sealed record ListPriorityGroups(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<PriorityGroup>>;

internal sealed class ListPriorityGroupsHandler : ListHandler<ListPriorityGroups, PriorityGroup>
{
    protected override IReadOnlyList<PriorityGroup> List(ListPriorityGroups request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. PriorityGroupStore.All(context.Db)
            .Where(group => names.Matches(group.Name, group.Id))
            .Select(group => PriorityGroupLookup.Show(context, group))];
    }
}
