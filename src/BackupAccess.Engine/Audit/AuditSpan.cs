namespace BackupAccess.Engine.Audit;

/// <summary>What one transaction adds to the chain: where it found its end, and where it has taken it.</summary>
internal sealed class AuditSpan(AuditPoint before)
{
    public AuditPoint Before { get; } = before;

    public AuditPoint Last { get; set; } = before;
}
