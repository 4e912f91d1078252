using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>Whether desired-state files are sound, and all that is wrong in them.</summary>
public sealed record StateTestResult(bool Passed, IReadOnlyList<string> Sources, IReadOnlyList<StateFinding> Findings);
