using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Appends to the audit log, in the transaction of what it tells of.</summary>
internal static class AuditLog
{
    private const string Insert = """
        INSERT INTO audit_event (time, principal, principal_id, channel, access_key_id, address, operation, object_kind, object_id, object_name, outcome, reason)
        VALUES (@time, @principal, @principalId, @channel, @accessKeyId, @address, @operation, @objectKind, @objectId, @objectName, @outcome, @reason)
        """;

    public static void Append(StateConnection db, long time, Session session, string operation, ISubject subject, AuditOutcome outcome, string? reason) =>
        db.Execute(Insert, new
        {
            time,
            principal = session.Name,
            principalId = session.UserId == Guid.Empty ? null : session.UserId.ToString(),
            channel = session.Channel,
            accessKeyId = session.AccessKeyId,
            address = session.Address,
            operation,
            objectKind = subject.Kind,
            objectId = subject.Id,
            objectName = subject.Name,
            outcome = outcome.ToString(),
            reason,
        });
}
