namespace BackupAccess.Engine.Clock;

/// <summary>A clock that is believed from now on.</summary>
public sealed record ClockConfirmation
{
    /// <summary>The time that it says.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The last time that was believed before.</summary>
    public required DateTimeOffset LastTrusted { get; init; }

    /// <summary>Why it was doubted; null when it wasn't.</summary>
    public required string? Doubt { get; init; }
}
