using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Maintenance;

/// <summary>What a retention policy decided on a backup.</summary>
public sealed record RetainedBackup
{
    public required Guid BackupId { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required BackupKind Kind { get; init; }

    public required bool IsKept { get; init; }

    /// <summary>Every rule that keeps it, as <c>daily</c>, <c>within 7d</c> or <c>locked</c>; none when it goes.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Why it goes: the setting that ends it, or that the policy doesn't keep it; null when it stays.</summary>
    public string? DeletionReason { get; init; }

    public override string ToString() => $"{BackupId}: {(IsKept ? string.Join(", ", Reasons) : DeletionReason)}";
}
