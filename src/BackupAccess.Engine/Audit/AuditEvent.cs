namespace BackupAccess.Engine.Audit;

/// <summary>One refusal, change, reading of backup data, or end of what ends by itself.</summary>
public sealed record AuditEvent
{
    /// <summary>Ascending, without gaps.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Who: a user's name, <c>local:NAME</c>, or <c>the engine</c> for what nobody did.</summary>
    public required string Principal { get; init; }

    /// <summary>The user's id; null for a local principal, and at a sign-in while the secret isn't right.</summary>
    public required Guid? PrincipalId { get; init; }

    /// <summary>The face: <c>PowerShell</c>, <c>CommandLine</c>, …</summary>
    public required string Channel { get; init; }

    public required string? AccessKeyId { get; init; }

    /// <summary>From where; <c>local</c> for a local session.</summary>
    public required string Address { get; init; }

    public required string Operation { get; init; }

    /// <summary>The kind of object, lower case; null for none.</summary>
    public required string? ObjectKind { get; init; }

    public required string? ObjectId { get; init; }

    public required string? ObjectName { get; init; }

    /// <summary>Everything that the event is about: the object above, and whatever else it names.</summary>
    public required IReadOnlyList<AuditedObject> Objects { get; init; }

    public required AuditOutcome Outcome { get; init; }

    /// <summary>Why it was refused or failed, or the reason the caller gave; else null.</summary>
    public required string? Reason { get; init; }

    /// <summary>The event's link in the chain, hexadecimal: a keyed hash of the event and of the link before it.</summary>
    public required string Mac { get; init; }
}
