namespace BackupAccess.Repository.Storage;

/// <summary>How a <see cref="RetryingStorage"/> retries.</summary>
public sealed record RetryOptions
{
    /// <summary>How often a call is tried in all, 1 or more.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait before the second attempt; each later one is twice as long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No wait is longer.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of the waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The wait after so many failures, between half of it and all: clients that failed together don't come back together.</summary>
    internal TimeSpan DelayAfter(int failures)
    {
        TimeSpan whole = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        return (whole < LongestDelay ? whole : LongestDelay) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
