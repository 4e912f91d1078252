using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Approvals;

/// <summary>Finds requests for a caller: own ones, and those that the caller's reach with APPROVE covers.</summary>
internal static class ApprovalLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static ApprovalSubject Find(OperationContext context, Guid id)
    {
        ApprovalRow? approval = ApprovalStore.Find(context.Db, id);
        return approval is not null && IsVisible(context, approval, out Target[] targets)
            ? new ApprovalSubject(approval, targets)
            : throw new NotFoundException("approval", id.ToString()) { IsHidden = approval is not null };
    }

    public static bool IsOwn(OperationContext context, ApprovalRow approval) => approval.IsOf(context.Policy.UserId, context.Policy.Name);

    public static bool IsVisible(OperationContext context, ApprovalRow approval, out Target[] targets)
    {
        targets = FrozenTarget.Of(context.Db, approval);
        return IsOwn(context, approval)
            || context.Policy.Decide(OperationCatalogue.NumberOf<ApproveRequest>(), targets, context.Now)
            || context.IsAdministrator;
    }
}
