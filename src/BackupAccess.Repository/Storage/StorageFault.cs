namespace BackupAccess.Repository.Storage;

/// <summary>One fault of a <see cref="FaultyStorage"/>.</summary>
public sealed record StorageFault
{
    /// <summary>Which call it strikes, counted from 1 among those of <see cref="Of"/>.</summary>
    public required int Call { get; init; }

    /// <summary>The calls that are counted.</summary>
    public StorageCalls Of { get; init; } = StorageCalls.All;

    public required FaultEffect Effect { get; init; }

    /// <summary>How long the call waits before anything else.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Every call after it fails as well and does nothing, as if the process were killed. A fault that doesn't end all is
    /// a transient one.
    /// </summary>
    public bool EndsAll { get; init; }

    /// <summary>Call <paramref name="call"/> fails before its effect.</summary>
    public static StorageFault Before(int call) => new() { Call = call, Effect = FaultEffect.Before };

    /// <summary>Call <paramref name="call"/> does its work and fails all the same.</summary>
    public static StorageFault After(int call) => new() { Call = call, Effect = FaultEffect.After };

    /// <summary>Call <paramref name="call"/> fails half done.</summary>
    public static StorageFault Torn(int call) => new() { Call = call, Effect = FaultEffect.Torn };

    /// <summary>Call <paramref name="call"/> succeeds after <paramref name="delay"/>.</summary>
    public static StorageFault Delayed(int call, TimeSpan delay) => new() { Call = call, Effect = FaultEffect.Delayed, Delay = delay };

    /// <summary>This fault, and then the storage is dead.</summary>
    public StorageFault ThenDead() => this with { EndsAll = true };
}
