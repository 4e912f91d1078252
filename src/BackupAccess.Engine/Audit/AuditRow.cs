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
    /// <summary>What it is about beside its object, in order. In a table of their own.</summary>
    public IReadOnlyList<AuditedObject> Others { get; init; } = [];

    /// <summary>The bytes that its MAC is over.</summary>
    public AuditEncoder Encode(AuditEncoder encoder)
    {
        encoder.Begin(Sequence, Time)
            .Add(Principal).Add(PrincipalId).Add(Channel).Add(AccessKeyId).Add(Address).Add(Operation)
            .Add(ObjectKind).Add(ObjectId).Add(ObjectName).Add(Outcome).Add(Reason);
        foreach (AuditedObject other in Others)
        {
            encoder.Add(other.Kind).Add(other.Id).Add(other.Name);
        }

        return encoder;
    }

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
        Objects = ObjectKind is null ? Others : [new AuditedObject(ObjectKind, ObjectId, ObjectName), .. Others],
        Outcome = Enum.TryParse(Outcome, out AuditOutcome outcome) ? outcome : throw Damaged(),
        Reason = Reason,
        Mac = Convert.ToHexStringLower(Mac ?? []),
    };

    private StateException Damaged() => new("StateDamaged", $"The audit event {Sequence} isn't as the engine writes one.");
}
