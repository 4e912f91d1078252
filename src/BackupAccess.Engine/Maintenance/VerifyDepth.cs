using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Checking;

namespace BackupAccess.Engine.Maintenance;

/// <summary>How much of the data a verification reads, beside everything that holds it together.</summary>
/// <param name="ReadDataPercent">0 for none of it to 100 for every byte; in between, chosen at random.</param>
/// <param name="ReadDataSubset">One of several parts of it, the same each time; null for the percentage.</param>
public sealed record VerifyDepth(double ReadDataPercent, PackSubset? ReadDataSubset = null)
{
    /// <summary>Snapshots, trees and indexes only.</summary>
    public static VerifyDepth Structure { get; } = new(0);

    /// <summary>Every byte.</summary>
    public static VerifyDepth Everything { get; } = new(100);

    /// <exception cref="InvalidRequestException">The percentage isn't one.</exception>
    internal void RequireValid()
    {
        if (ReadDataPercent is not (>= 0 and <= 100))
        {
            throw new InvalidRequestException("InvalidValue", "A percentage is 0 to 100.");
        }

        if (ReadDataPercent > 0 && ReadDataSubset is not null)
        {
            throw new InvalidRequestException("InvalidValue", "Either a percentage of the data is read or one part of it, not both.");
        }
    }
}
