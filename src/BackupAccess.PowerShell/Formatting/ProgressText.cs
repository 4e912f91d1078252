using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Formatting;

/// <summary>The line, the percentage and the remaining time of a progress report.</summary>
internal static class ProgressText
{
    /// <summary>As <c>Reading files: 1,204 of 5,000 files, 1.2 GiB of 3.4 GiB, 210 MiB/s</c>.</summary>
    public static string Of(WorkProgress progress, TimeSpan elapsed)
    {
        if (progress is { Files: 0, TotalFiles: null, Bytes: 0, TotalBytes: null })
        {
            return progress.Stage;
        }

        string files = progress.TotalFiles is { } total ? $"{Count(progress.Files)} of {Count(total)} files" : $"{Count(progress.Files)} files";
        string bytes = progress.TotalBytes is { } all ? $"{ByteSize.Format(progress.Bytes)} of {ByteSize.Format(all)}" : ByteSize.Format(progress.Bytes);
        string rate = elapsed > TimeSpan.Zero ? $", {ByteSize.Format((long)(progress.Bytes / elapsed.TotalSeconds))}/s" : "";
        return $"{progress.Stage}: {files}, {bytes}{rate}";
    }

    /// <summary>0 to 100 by bytes, else by files; null while the total isn't known.</summary>
    public static int? Percent(WorkProgress progress) =>
        progress.TotalBytes is > 0 and { } bytes ? Clamp(progress.Bytes, bytes)
        : progress.TotalFiles is > 0 and { } files ? Clamp(progress.Files, files)
        : null;

    /// <summary>Seconds at the rate so far; null while the total or the rate isn't known.</summary>
    public static int? SecondsRemaining(WorkProgress progress, TimeSpan elapsed) =>
        progress.TotalBytes is { } total && progress.Bytes > 0 && elapsed > TimeSpan.Zero
            ? (int)Math.Min(Math.Max(total - progress.Bytes, 0) * elapsed.TotalSeconds / progress.Bytes, int.MaxValue)
            : null;

    private static int Clamp(long done, long total) => (int)Math.Clamp(100.0 * done / total, 0, 100);

    private static string Count(long value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
