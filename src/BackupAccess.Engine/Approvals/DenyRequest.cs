using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Approvals;

/// <summary>Denies a request that hasn't been run, also one approved before; its requester takes it back so.</summary>
public sealed record DenyRequest(Guid Approval, string? Reason) : IOperation<Approval>;

internal sealed class DenyRequestHandler : ChangeHandler<DenyRequest, ApprovalSubject, Approval>
{
    public override IReadOnlyList<TargetKind> Targets => ApprovalRules.Targets;

    public override void Validate(DenyRequest request) => Names.RequireReason(request.Reason);

    public override ApprovalSubject Resolve(DenyRequest request, OperationContext context)
    {
        ApprovalSubject subject = ApprovalLookup.Find(context, request.Approval);
        return ApprovalLookup.IsOwn(context, subject.Approval) ? subject with { Targets = [Target.OfUser(context.Policy.UserId, enabled: true)] } : subject;
    }

    public override string? ReasonOf(DenyRequest request) => request.Reason;

    public override Approval Handle(DenyRequest request, ApprovalSubject subject, OperationContext context) =>
        subject.Approval.StateAt(context.Now) is ApprovalState.Pending or ApprovalState.Approved
            ? ApprovalRules.Decide(context, subject.Approval, ApprovalRow.Denied, request.Reason)
            : throw ApprovalRules.NotOpen(subject.Approval, context.Now);
}
