using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Approvals;

/// <summary>Approves another's request, which its requester may then run once.</summary>
public sealed record ApproveRequest(Guid Approval) : IOperation<Approval>;

internal sealed class ApproveRequestHandler : ChangeHandler<ApproveRequest, ApprovalSubject, Approval>
{
    public override IReadOnlyList<TargetKind> Targets => ApprovalRules.Targets;

    public override ApprovalSubject Resolve(ApproveRequest request, OperationContext context) => ApprovalLookup.Find(context, request.Approval);

    public override Approval Handle(ApproveRequest request, ApprovalSubject subject, OperationContext context)
    {
        ApprovalRow approval = subject.Approval;
        ApprovalRules.RequireSecondPerson(context, approval);
        ApprovalRules.RequireRequester(context, approval);
        if (approval.StateAt(context.Now) != ApprovalState.Pending)
        {
            throw ApprovalRules.NotOpen(approval, context.Now);
        }

        return ApprovalRules.Decide(context, approval, ApprovalRow.Approved, reason: null);
    }
}
