using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Formatting;

namespace BackupAccess.PowerShell.Tests;

public sealed class FormattingTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "0.98 KiB")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(10_239, "10.0 KiB")]
    [InlineData(1_048_575, "1.00 MiB")]
    [InlineData(220_200_960, "210 MiB")]
    [InlineData(long.MaxValue, "8.00 EiB")]
    [InlineData(-2048, "-2.00 KiB")]
    public void A_size_is_written_with_three_digits(long bytes, string expected) =>
        Assert.Equal(expected, WithInvariantCulture(() => ByteSize.Format(bytes)));

    [Theory]
    [InlineData(null, 20, "")]
    [InlineData("one", 20, "one")]
    [InlineData("VIEWER, BROWSE, DOWNLOAD, RESTORE", 20, "VIEWER, BROWSE,\nDOWNLOAD, RESTORE")]
    [InlineData("VIEWER, BROWSE, DOWNLOAD, RESTORE", -5, "VIEWER, BROWSE,\nDOWNLOAD, RESTORE")]
    [InlineData("a backup-that-is-longer-than-any-line", 20, "a\nbackup-that-is-longer-than-any-line")]
    public void Text_is_broken_between_words(string? text, int width, string expected) =>
        Assert.Equal(expected, WordWrap.Fit(text, width));

    [Fact]
    public void Progress_shows_files_bytes_and_rate() =>
        Assert.Equal(
            "Reading files: 1,204 of 5,000 files, 10.0 MiB of 40.0 MiB, 5.00 MiB/s",
            WithInvariantCulture(() => ProgressText.Of(Progress(10, 40), TimeSpan.FromSeconds(2))));

    [Fact]
    public void Progress_without_totals_shows_no_percentage_and_no_remaining_time()
    {
        WorkProgress progress = Progress(10, 40) with { TotalBytes = null, TotalFiles = null };
        Assert.Null(ProgressText.Percent(progress));
        Assert.Null(ProgressText.SecondsRemaining(progress, TimeSpan.FromSeconds(2)));
        Assert.Equal("Reading files: 1,204 files, 10.0 MiB, 5.00 MiB/s", WithInvariantCulture(() => ProgressText.Of(progress, TimeSpan.FromSeconds(2))));
    }

    [Fact]
    public void Remaining_time_goes_by_the_rate_so_far()
    {
        Assert.Equal(25, ProgressText.Percent(Progress(10, 40)));
        Assert.Equal(6, ProgressText.SecondsRemaining(Progress(10, 40), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_total_that_was_too_small_shows_a_hundred_per_cent_and_no_time_left()
    {
        Assert.Equal(100, ProgressText.Percent(Progress(50, 40)));
        Assert.Equal(0, ProgressText.SecondsRemaining(Progress(50, 40), TimeSpan.FromSeconds(2)));
    }

    private static WorkProgress Progress(long megabytes, long totalMegabytes) =>
        new("Backing up web01/alice", "Reading files", 1204, 5000, megabytes << 20, totalMegabytes << 20);

    private static string WithInvariantCulture(Func<string> act)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
