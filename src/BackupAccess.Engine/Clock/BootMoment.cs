namespace BackupAccess.Engine.Clock;

/// <summary>A moment by the clock that nobody sets.</summary>
/// <param name="Boot">Which run of the machine.</param>
/// <param name="Uptime">How long it has run, sleep included.</param>
public readonly record struct BootMoment(string Boot, TimeSpan Uptime);
