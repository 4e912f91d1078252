namespace BackupAccess.Engine.Maintenance;

/// <summary>One thing that a verification found wrong.</summary>
/// <param name="Severity">Whether something can't be restored.</param>
/// <param name="Object">What it concerns, as <c>pack 4f1e…</c>, or a path in a backup.</param>
/// <param name="Problem">What is wrong with it, a clause.</param>
public sealed record VerifyFinding(FindingSeverity Severity, string Object, string Problem)
{
    public override string ToString() => $"{Object}: {Problem}";
}
