namespace BackupAccess.Engine.Audit;

/// <summary>One thing that is wrong with the audit log.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="First">The first event that it is about; 0 where it is about none.</param>
/// <param name="Last">The last one.</param>
/// <param name="Text">In words.</param>
public sealed record AuditFinding(AuditFindingKind Kind, long First, long Last, string Text)
{
    public override string ToString() => Text;
}
