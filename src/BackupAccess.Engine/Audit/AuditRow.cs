using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>A row of the audit log.</summary>
internal sealed record AuditRow(
    long Sequence,
    long Time,
    string Principal,
    string? PrincipalId,
    string Channel,
    string? AccessKeyId,
    string Address,
    string Operation,
    string? ObjectKind,
    string? ObjectId,
    string? ObjectName,
    string Outcome,
    string? Reason)
{
    public AuditEvent Show() => new()
    {
        Sequence = Sequence,
        Time = Time.ToTime(),
        Principal = Principal,
        PrincipalId = PrincipalId is null ? null : Guid.Parse(PrincipalId),
        Channel = Channel,
        AccessKeyId = AccessKeyId,
        Address = Address,
        Operation = Operation,
        ObjectKind = ObjectKind,
        ObjectId = ObjectId,
        ObjectName = ObjectName,
        Outcome = Enum.Parse<AuditOutcome>(Outcome),
        Reason = Reason,
    };
}
