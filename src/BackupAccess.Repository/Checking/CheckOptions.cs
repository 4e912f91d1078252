namespace BackupAccess.Repository.Checking;

/// <summary>What a check reads.</summary>
public sealed record CheckOptions
{
    /// <summary>Index, snapshots and trees only.</summary>
    public static CheckOptions Structure { get; } = new();

    /// <summary>Every byte.</summary>
    public static CheckOptions Everything { get; } = new() { ReadDataPercent = 100 };

    /// <summary>Percentage of the packs, 0 to 100, chosen at random, whose every byte is read and verified.</summary>
    public double ReadDataPercent
    {
        get;
        init => field = value is >= 0 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A percentage is 0 to 100.");
    }

    /// <summary>
    /// The packs whose every byte is read and verified; null for the percentage. Checks of the parts 1/t to t/t, one a
    /// night, read everything between them. Not to be set with a percentage.
    /// </summary>
    public PackSubset? ReadDataSubset { get; init; }
}
