namespace BackupAccess.Engine.Audit;

/// <summary>A place in the chain: an event's number, and the MAC that stands for it and all before.</summary>
internal readonly record struct AuditPoint(long Sequence, byte[] Mac)
{
    /// <summary>Before the first event.</summary>
    public static AuditPoint Beginning { get; } = new(0, new byte[AuditKeys.MacSize]);

    public bool Equals(AuditPoint other) => Sequence == other.Sequence && Mac.AsSpan().SequenceEqual(other.Mac);

    public override int GetHashCode() => Sequence.GetHashCode();
}
