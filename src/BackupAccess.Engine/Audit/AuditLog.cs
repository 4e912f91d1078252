using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Appends to the audit log, in the transaction of what it tells of.</summary>
internal static class AuditLog
{
    public static void Append(StateConnection db, long time, Session session, string operation, ISubject subject, AuditOutcome outcome, string? reason)
    {
        StateTransaction transaction = (StateTransaction)db;
        AuditChain chain = transaction.Audit ?? throw new InvalidOperationException("The state was opened without its audit log.");
        chain.Append(transaction, new AuditRow(
            Sequence: 0,
            time,
            session.Name,
            session.UserId == Guid.Empty ? null : session.UserId.ToString(),
            session.Channel,
            session.AccessKeyId,
            session.Address,
            operation,
            subject.Kind,
            subject.Id,
            subject.Name,
            outcome.ToString(),
            reason,
            Mac: null)
        { Others = subject.Others });
    }
}
