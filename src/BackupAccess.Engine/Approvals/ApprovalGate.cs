using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Approvals;

/// <summary>Whether an act that is allowed needs a second person, and whether one has approved exactly it.</summary>
internal static class ApprovalGate
{
    public const string UseOperation = "useApproval";

    /// <summary>Whether an operation can be named in <c>approval.operations</c>: it reads data, changes or works, and isn't part of approving. Each change of an apply is judged by itself.</summary>
    public static bool CanNeed(Handler handler) =>
        handler.Effect != OperationEffect.Read && handler is not (ApproveRequestHandler or DenyRequestHandler or DesiredState.ApplyStateHandler);

    /// <summary>Looks whether the act can be made, before anything of it is; what it lacks is noted in the call.</summary>
    /// <returns>What was approved; null where it needs nobody's approval.</returns>
    /// <exception cref="EngineException">An approval presented can't be used for it.</exception>
    public static FrozenRequest? Look(Handler handler, Call call, object request, ISubject subject, OperationContext context)
    {
        FrozenRequest? need = NeedOf(handler, request, subject, context);
        if (need is not null && Find(call, need, context) is null)
        {
            call.Lacking.Add(need);
        }

        return need;
    }

    /// <summary>Takes the approval for the act, once, in the act's own transaction; what it lacks is noted in the call.</summary>
    /// <exception cref="EngineException">An approval presented can't be used for it.</exception>
    public static void Pass(Handler handler, Call call, object request, ISubject subject, OperationContext context, StateTransaction transaction)
    {
        FrozenRequest? need = NeedOf(handler, request, subject, context);
        if (need is null)
        {
            return;
        }

        if (Find(call, need, context) is not { } approval)
        {
            call.Lacking.Add(need);
            return;
        }

        ApprovalStore.Use(transaction, approval, context.Now);
        AuditLog.Append(transaction, context.Now, call.Session, UseOperation, new ApprovalSubject(approval, []), AuditOutcome.Succeeded, $"approved by {approval.DecidedBy}");
    }

    /// <exception cref="ConflictException">What is about to be done is no longer what was approved.</exception>
    public static void RequireSame(FrozenRequest? approved, Handler handler, object request, ISubject subject, OperationContext context)
    {
        if (approved is not null && RequestFreezer.Freeze(handler, request, subject, context).Text != approved.Text)
        {
            throw new ConflictException("ApprovalMismatch", $"\"{subject.Name}\" is no longer what {handler.Name} was approved for.");
        }
    }

    /// <summary>The request as it would have to be approved; null where it needs nobody's approval.</summary>
    private static FrozenRequest? NeedOf(Handler handler, object request, ISubject subject, OperationContext context) =>
        CanNeed(handler) && !IsPreview(request) && IsNamed(handler, request, subject, context.Db) ? RequestFreezer.Freeze(handler, request, subject, context) : null;

    /// <summary>
    /// The approval among those presented that the request may be run by; null where none of them is for this operation,
    /// or, of one part among several, for this part.
    /// </summary>
    private static ApprovalRow? Find(Call call, FrozenRequest need, OperationContext context)
    {
        ApprovalRow[] presented = [.. call.Approvals
            .Select(id => Own(call.Session, id, context.Db))
            .Where(approval => approval.Operation == need.Operation)];
        ApprovalRow[] matching = [.. presented.Where(approval => approval.Request == need.Text)];
        return (presented, matching) switch
        {
            ([], _) => null,
            (_, [var first, ..]) => Array.Find(matching, approval => approval.StateAt(context.Now) == ApprovalState.Approved) ?? throw Unusable(first, context.Now),
            _ when call.IsPart => null,
            _ => throw new ConflictException("ApprovalMismatch", $"The approval \"{presented[0].Id}\" is for another request of {need.Operation}."),
        };
    }

    /// <summary>The approvals of operations, and with them how approving works, aren't switched off by one person.</summary>
    private static bool IsNamed(Handler handler, object request, ISubject subject, StateConnection db)
    {
        IReadOnlyList<string> named = KnownSettings.ApprovalOperations.Read(db);
        return named.Count > 0
            && (named.Contains(handler.Name)
                || handler.IncludedIn(request, subject).Any(included => named.Contains(included.Handler.Name))
                || subject is SettingSubject { Definition.IsGuarded: true });
    }

    private static bool IsPreview(object request) =>
        request.GetType().GetProperties().Any(property => property.PropertyType == typeof(WorkMode) && property.GetValue(request) is WorkMode.Preview);

    private static ApprovalRow Own(Session session, Guid id, StateConnection db)
    {
        ApprovalRow? approval = ApprovalStore.Find(db, id);
        return approval is not null && approval.IsOf(session)
            ? approval
            : throw new NotFoundException("approval", id.ToString()) { IsHidden = approval is not null };
    }

    private static ConflictException Unusable(ApprovalRow approval, long now) => approval.StateAt(now) switch
    {
        ApprovalState.Pending => new ConflictException("ApprovalPending", $"Nobody has decided on the request \"{approval.Id}\" yet."),
        ApprovalState.Denied => new ConflictException("ApprovalDenied", $"The request \"{approval.Id}\" was denied by \"{approval.DecidedBy}\"."),
        ApprovalState.Used => new ConflictException("ApprovalUsed", $"The approval \"{approval.Id}\" has been used already."),
        _ => new ConflictException("ApprovalExpired", $"The request \"{approval.Id}\" expired at {approval.ExpiresAt.ToTime():u}."),
    };
}
