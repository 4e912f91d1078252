namespace BackupAccess.Engine.Tests.Users;

/// <summary>
/// Times of several kinds of one act, taken in turns. Each counts as its ratio to the mean of its round, so that what slows
/// the machine down for a while slows all kinds alike.
/// </summary>
internal sealed class InterleavedTimes
{
    // Of a normal distribution: its standard deviation over its median deviation, and the error of a median over that of a mean.
    private const double DeviationOfMedianDeviation = 1.4826;
    private const double ErrorOfMedian = 1.2533;

    private readonly List<double[]> _rounds = [];

    public int Rounds => _rounds.Count;

    /// <summary>Each kind's usual ratio.</summary>
    public double[] Medians => [.. Kinds.Select(ratios => Median(ratios))];

    /// <summary>How much more the dearest kind costs than the cheapest: 1 for none.</summary>
    public double Spread => Medians.Max() / Medians.Min();

    /// <summary>The standard error of the median that is known worst.</summary>
    public double Error => Kinds.Max(ratios =>
    {
        double median = Median(ratios);
        return ErrorOfMedian * DeviationOfMedianDeviation * Median([.. ratios.Select(ratio => Math.Abs(ratio - median))]) / Math.Sqrt(Rounds);
    });

    private IEnumerable<double[]> Kinds => Enumerable.Range(0, _rounds[0].Length).Select(kind => _rounds.Select(round => round[kind]).ToArray());

    /// <param name="times">A time of each kind.</param>
    public void Add(IReadOnlyList<double> times)
    {
        double mean = times.Average();
        _rounds.Add([.. times.Select(time => time / mean)]);
    }

    /// <summary>The same times, had a kind cost this many times as much.</summary>
    public InterleavedTimes With(int kind, double factor)
    {
        InterleavedTimes planted = new();
        foreach (double[] round in _rounds)
        {
            planted.Add([.. round.Select((time, i) => i == kind ? time * factor : time)]);
        }

        return planted;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
