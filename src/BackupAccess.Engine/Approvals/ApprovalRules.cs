using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Approvals;

/// <summary>The rules for whoever decides on a request.</summary>
internal static class ApprovalRules
{
    /// <summary>A request is decided on what its operation is.</summary>
    public static IReadOnlyList<TargetKind> Targets { get; } =
        [TargetKind.Connector, TargetKind.Account, TargetKind.Backup, TargetKind.User, TargetKind.Profile, TargetKind.Storage, TargetKind.Setting];

    /// <exception cref="AccessDeniedException">The caller is the requester or the local principal, or one of the two has changed the other not long ago.</exception>
    public static void RequireSecondPerson(OperationContext context, ApprovalRow approval)
    {
        if (ApprovalLookup.IsOwn(context, approval))
        {
            throw context.Refuse(approval.Name, "nobody approves an own request");
        }

        if (context.Policy.UserId == Guid.Empty)
        {
            throw context.Refuse(approval.Name, "the local principal is no second person");
        }

        int days = KnownSettings.ApprovalQuietDays.Read(context.Db);
        long since = context.Now - ((long)days * 86_400_000_000L);
        if (AccessChanges.HasTouched(context.Db, approval.RequesterId, UserStore.Find(context.Db, context.Policy.UserId)!, since))
        {
            throw context.Refuse(approval.Name, $"the requester \"{approval.Requester}\" has had a hand in the approver's account, roles or credentials within {days} days");
        }

        if (approval.RequesterId is { } requester && AccessChanges.HasTouchedAccount(context.Db, context.Policy.UserId, Guid.Parse(requester), since))
        {
            throw context.Refuse(approval.Name, $"the approver has had a hand in the account, roles or credentials of the requester \"{approval.Requester}\" within {days} days");
        }
    }

    /// <exception cref="ConflictException">The requester is disabled or has expired.</exception>
    public static void RequireRequester(OperationContext context, ApprovalRow approval)
    {
        if (approval.RequesterId is { } id && UserStore.Find(context.Db, Guid.Parse(id)) is var user
            && (user is null || !user.IsEnabled || context.Now >= (user.Until ?? UnixTime.Never)))
        {
            throw new ConflictException("Conflict", $"The requester \"{approval.Requester}\" of \"{approval.Id}\" is disabled, has expired or is gone.");
        }
    }

    public static ConflictException NotOpen(ApprovalRow approval, long now) =>
        new("Conflict", $"The request \"{approval.Id}\" is {approval.StateAt(now).ToString().ToLowerInvariant()} already.");

    public static Approval Decide(OperationContext context, ApprovalRow approval, string decision, string? reason)
    {
        ApprovalRow decided = approval with
        {
            Decision = decision,
            DecidedById = context.Policy.UserId == Guid.Empty ? null : context.Policy.UserId.ToString(),
            DecidedBy = context.Policy.Name,
            DecidedAt = context.Now,
            Reason = reason,
        };
        ApprovalStore.Decide(context.Db, decided);
        return decided.Show(context.Now);
    }
}
