using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Maintenance;

/// <summary>What is to become of a backup.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="KeptBy">Every rule that keeps it.</param>
/// <param name="EndedBy">Why it goes; null when it stays.</param>
internal sealed record RetentionVerdict(BackupRow Backup, IReadOnlyList<string> KeptBy, string? EndedBy)
{
    public bool IsKept => EndedBy is null;
}
