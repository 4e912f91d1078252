using System.Diagnostics;
using System.Globalization;

namespace BackupAccess.Bench.Warm;

/// <summary>What this process has used at one moment; its peak of memory is counted anew from there.</summary>
internal readonly record struct Usage(long Timestamp, TimeSpan Processor)
{
    public static Usage Begin()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return new Usage(Stopwatch.GetTimestamp(), Processors());
    }

    /// <summary>Wall seconds, processor seconds and peak MiB since then.</summary>
    public string Until() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Stopwatch.GetElapsedTime(Timestamp).TotalSeconds:f3} {(Processors() - Processor).TotalSeconds:f3} {PeakKibibytes() / 1024}");

    private static TimeSpan Processors() => Environment.CpuUsage.TotalTime;

    private static long PeakKibibytes() => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);
}
