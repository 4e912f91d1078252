using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Documents that can't be planned or applied, with everything wrong in them.</summary>
public sealed class InvalidStateException(IReadOnlyList<StateFinding> findings)
    : EngineException("InvalidDocument", findings.Count == 1 ? findings[0].ToString() : $"{findings[0]} (and {findings.Count - 1} more)")
{
    public IReadOnlyList<StateFinding> Findings { get; } = findings;
}
