namespace BackupAccess.Repository.Pruning;

/// <summary>What a prune may leave and how it goes about it.</summary>
public sealed record PruneOptions
{
    public static PruneOptions Default { get; } = new();

    /// <summary>
    /// Percentage of the repository, from 0 to below 100, that may stay unused, since taking packs apart costs more than it
    /// frees; 5, as restic has it.
    /// </summary>
    public double MaxUnusedPercent
    {
        get;
        init => field = value is >= 0 and < 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A percentage is 0 to below 100.");
    } = 5;

    /// <summary>How long packs that nothing needs are kept before a later prune deletes them; zero deletes them at once.</summary>
    public TimeSpan Quarantine
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A quarantine isn't negative.");
    } = TimeSpan.FromHours(24);

    /// <summary>What is known of the time that passed; null where the wall clock alone is believed.</summary>
    public ElapsedTime? Elapsed { get; init; }

    /// <summary>What is rewritten besides what waste there is.</summary>
    public RepackScope Repack { get; init; } = RepackScope.Waste;
}
