using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Approvals;

/// <summary>Lists requests for approval, newest first: own ones, and those that one may approve. Nothing asked for means all.</summary>
public sealed record ListApprovals(IReadOnlyList<Guid> Ids, IReadOnlyList<ApprovalState> States, IReadOnlyList<string> Requesters, IReadOnlyList<string> Operations) : IOperation<IAsyncEnumerable<Approval>>;

internal sealed class ListApprovalsHandler : ListHandler<ListApprovals, Approval>
{
    protected override IReadOnlyList<Approval> List(ListApprovals request, OperationContext context)
    {
        NamePatterns requesters = new(request.Requesters);
        NamePatterns operations = new(request.Operations);
        return [.. ApprovalStore.All(context.Db)
            .Where(approval => request.Ids.Count == 0 || request.Ids.Contains(approval.Guid))
            .Where(approval => request.States.Count == 0 || request.States.Contains(approval.StateAt(context.Now)))
            .Where(approval => requesters.Matches(approval.Requester, approval.RequesterId) && operations.Matches(approval.Operation))
            .Where(approval => ApprovalLookup.IsVisible(context, approval, out _))
            .Select(approval => approval.Show(context.Now))];
    }
}
