namespace BackupAccess.Engine.Clock;

/// <summary>The machine's clock since it was started, which setting the time doesn't move.</summary>
public interface IBootClock
{
    /// <summary>Now; null where the machine doesn't tell.</summary>
    BootMoment? Read();
}
