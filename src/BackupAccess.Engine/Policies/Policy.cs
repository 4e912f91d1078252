namespace BackupAccess.Engine.Policies;

/// <summary>What of a configuration's backups stays, by label.</summary>
public sealed record Policy
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>In the labels' order; a label without one keeps all of its backups.</summary>
    public required IReadOnlyList<LabelRule> Rules { get; init; }

    public required PolicyDeletion Deletion { get; init; }

    /// <summary>What names it, of what the caller may see: <c>team-a/shop</c> for a configuration, <c>team-a</c> for a profile, <c>(global)</c> for all.</summary>
    public required IReadOnlyList<string> UsedBy { get; init; }

    public required DateTimeOffset Created { get; init; }

    public override string ToString() => Name;
}
