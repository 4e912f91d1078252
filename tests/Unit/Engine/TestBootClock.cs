using BackupAccess.Engine.Clock;

namespace BackupAccess.Engine.Tests;

/// <summary>A boot clock that says what a test has it say; at first it tells nothing.</summary>
internal sealed class TestBootClock : IBootClock
{
    public BootMoment? Moment { get; set; }

    public BootMoment? Read() => Moment;
}
