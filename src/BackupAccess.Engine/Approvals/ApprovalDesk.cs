using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Approvals;

/// <summary>Writes requests for approval down. The same request, asked again while it is open, is the same.</summary>
internal static class ApprovalDesk
{
    public const string RequestOperation = "requestApproval";

    /// <summary>How many requests of one person may wait.</summary>
    private const int MaxOpen = 100;

    /// <summary>Asks for the approvals that an act was found to lack, once nothing stands of what it did without.</summary>
    /// <exception cref="ApprovalRequiredException">There are any.</exception>
    public static void RequireNothingLacking(EngineServices services, Handler handler, Call call, ISubject subject)
    {
        if (call.Lacking.Count > 0)
        {
            throw new ApprovalRequiredException(handler.Name, subject.Name, Request(services, call.Session, call.Lacking));
        }
    }

    /// <returns>A request for each, in order.</returns>
    /// <exception cref="ConflictException">The requester has too many already; none is written.</exception>
    private static IReadOnlyList<Guid> Request(EngineServices services, Session session, IReadOnlyList<FrozenRequest> needs)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        long now = services.Time.Now();
        string? requesterId = session.UserId == Guid.Empty ? null : session.UserId.ToString();
        List<ApprovalRow> open = [.. ApprovalStore.OpenOf(transaction, requesterId, session.Name, now)];
        List<Guid> requests = [];
        foreach (FrozenRequest need in needs)
        {
            ApprovalRow? request = open.Find(one => one.Operation == need.Operation && one.Request == need.Text);
            if (request is null)
            {
                RequireRoom(session, open.Count);
                request = Write(transaction, services, session, need, now);
                open.Add(request);
            }

            requests.Add(request.Guid);
        }

        transaction.Commit();
        return [.. requests.Distinct()];
    }

    private static void RequireRoom(Session session, int open)
    {
        if (open >= MaxOpen)
        {
            throw new ConflictException("QuotaExceeded", $"\"{session.Name}\" has {MaxOpen} open requests for approval already.");
        }
    }

    private static ApprovalRow Write(StateTransaction transaction, EngineServices services, Session session, FrozenRequest need, long now)
    {
        ApprovalRow row = new(
            Guid.CreateVersion7(services.Time.GetUtcNow()).ToString(),
            session.UserId == Guid.Empty ? null : session.UserId.ToString(),
            session.Name,
            need.Operation,
            need.SubjectKind,
            need.SubjectId,
            need.SubjectName,
            need.Text,
            JsonText.FromList(need.Parameters),
            FrozenTarget.Freeze(need.Targets),
            now,
            now + ((long)KnownSettings.ApprovalExpiryHours.Read(transaction) * 3_600_000_000L),
            Decision: null,
            DecidedById: null,
            DecidedBy: null,
            DecidedAt: null,
            Reason: null,
            UsedAt: null);
        ApprovalStore.Insert(transaction, row);
        AuditLog.Append(transaction, now, session, RequestOperation, new ApprovalSubject(row, []), AuditOutcome.Succeeded, reason: null);
        return row;
    }
}
