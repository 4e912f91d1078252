using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Conditions;

/// <summary>Lists the restore conditions whose name or id matches any of the patterns; none means all.</summary>
public sealed record ListRestoreConditions(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<RestoreCondition>>;

internal sealed class ListRestoreConditionsHandler : ListHandler<ListRestoreConditions, RestoreCondition>
{
    protected override IReadOnlyList<RestoreCondition> List(ListRestoreConditions request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. RestoreConditionStore.All(context.Db)
            .Where(condition => names.Matches(condition.Name, condition.Id))
            .Select(RestoreConditionLookup.Show)];
    }
}
