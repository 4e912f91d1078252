namespace BackupAccess.Repository.Pruning;

/// <summary>How long ago a moment was, by a clock that nobody sets, beside what the clock on the wall says.</summary>
/// <param name="Since">The moment, as the wall clock told it then.</param>
/// <param name="Elapsed">How long ago it was.</param>
/// <param name="LongestError">By how much the wall clock's word for a time that began before it may be wrong, unnoticed.</param>
public sealed record ElapsedTime(DateTimeOffset Since, TimeSpan Elapsed, TimeSpan LongestError)
{
    /// <summary>Whether a while has passed since a time for certain.</summary>
    /// <param name="time">As the wall clock told it.</param>
    /// <param name="now">What the wall clock tells now.</param>
    /// <param name="duration">The while.</param>
    public bool HasPassed(DateTimeOffset time, DateTimeOffset now, TimeSpan duration)
    {
        // Whatever it gained since the moment may have been gained at once, and since that time.
        TimeSpan gained = now - Since - Elapsed;
        return time >= Since
            ? now - time >= (gained > TimeSpan.Zero ? duration + gained : duration)
            : now - time >= duration && (Elapsed >= duration || now - time >= duration + LongestError);
    }
}
