using BackupAccess.Engine.Approvals;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the ids of requests for approval: those that a cmdlet could do something with, newest first.</summary>
internal sealed class ApprovalCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListApprovals([], [ApprovalState.Pending, ApprovalState.Approved], [], []))
            .Where(approval => approval.Id.ToString().StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Select(approval => new Suggestion(approval.Id.ToString(), $"{approval.State}: {approval.Operation} on {approval.ObjectName}, by {approval.Requester}"));
}
