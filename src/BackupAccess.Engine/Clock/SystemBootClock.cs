using System.Globalization;

namespace BackupAccess.Engine.Clock;

/// <summary>Linux's own account of itself (proc(5): <c>uptime</c>, <c>random/boot_id</c>). Elsewhere nothing is told.</summary>
public sealed class SystemBootClock : IBootClock
{
    private const string Uptime = "/proc/uptime";
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    public BootMoment? Read()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Uptime) || !File.Exists(BootId))
        {
            return null;
        }

        double seconds = double.Parse(File.ReadAllText(Uptime).Split(' ')[0], CultureInfo.InvariantCulture);
        return new BootMoment(File.ReadAllText(BootId).Trim(), TimeSpan.FromSeconds(seconds));
    }
}
