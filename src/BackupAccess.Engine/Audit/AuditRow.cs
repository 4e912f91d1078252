using BackupAccess.Engine.Operations;
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
    string? Reason,
    byte[]? Mac)
{
    /// <summary>The bytes that its MAC is over.</summary>
    public AuditEncoder Encode(AuditEncoder encoder) => encoder.Begin(Sequence, Time)
        .Add(Principal).Add(PrincipalId).Add(Channel).Add(AccessKeyId).Add(Address).Add(Operation)
        .Add(ObjectKind).Add(ObjectId).Add(ObjectName).Add(Outcome).Add(Reason);

    /// <exception cref="StateException">It isn't as the engine writes it.</exception>
    public AuditEvent Show() => new()
    {
        Sequence = Sequence,
        Time = Time.ToTime(),
        Principal = Principal,
        PrincipalId = PrincipalId is null ? null : Guid.TryParse(PrincipalId, out Guid id) ? id : throw Damaged(),
        Channel = Channel,
        AccessKeyId = AccessKeyId,
        Address = Address,
        Operation = Operation,
        ObjectKind = ObjectKind,
        ObjectId = ObjectId,
        ObjectName = ObjectName,
        Outcome = Enum.TryParse(Outcome, out AuditOutcome outcome) ? outcome : throw Damaged(),
        Reason = Reason,
        Mac = Convert.ToHexStringLower(Mac ?? []),
    };

    private StateException Damaged() => new("StateDamaged", $"The audit event {Sequence} isn't as the engine writes one.");
}
