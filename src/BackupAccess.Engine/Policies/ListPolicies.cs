using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Policies;

/// <summary>Lists policies; names or patterns, none means all.</summary>
public sealed record ListPolicies(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Policy>>;

internal sealed class ListPoliciesHandler : ListHandler<ListPolicies, Policy>
{
    protected override IReadOnlyList<Policy> List(ListPolicies request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. PolicyStore.All(context.Db).Where(policy => names.Matches(policy.Name, policy.Id)).Select(policy => PolicyLookup.Show(context, policy))];
    }
}
