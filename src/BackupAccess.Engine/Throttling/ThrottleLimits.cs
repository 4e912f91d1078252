namespace BackupAccess.Engine.Throttling;

/// <summary>How failures slow the next attempt down; times are in microseconds.</summary>
/// <param name="Free">How many failures of a claim cause no delay.</param>
/// <param name="AddressFree">How many failures from an address cause none.</param>
/// <param name="Memory">How long after the last failure all are forgotten.</param>
internal sealed record ThrottleLimits(int Free, int AddressFree, long FirstDelay, long LongestDelay, long Memory)
{
    private const int MostDoublings = 24;

    /// <summary>How long after the last failure the next attempt is taken.</summary>
    public long DelayAfter(FailureCount count)
    {
        long beyond = count.Failures - (count.IsOfAddress ? AddressFree : Free);
        return beyond <= 0 ? 0 : Math.Min(LongestDelay, FirstDelay << (int)Math.Min(beyond - 1, MostDoublings));
    }
}
