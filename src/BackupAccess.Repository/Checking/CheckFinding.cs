namespace BackupAccess.Repository.Checking;

/// <summary>One thing that a check found wrong.</summary>
/// <param name="Severity">Whether something can't be restored.</param>
/// <param name="Object">The object concerned, as <c>pack 4f1e…</c>.</param>
/// <param name="Problem">What is wrong with it, without a full stop.</param>
public sealed record CheckFinding(CheckSeverity Severity, string Object, string Problem);
