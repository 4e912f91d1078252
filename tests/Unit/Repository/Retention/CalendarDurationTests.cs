using System.Globalization;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Repository.Tests.Retention;

public sealed class CalendarDurationTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("7d", "7d")]
    [InlineData(" 1y5m7d2h ", "1y5m7d2h")]
    [InlineData("2h1y", "1y2h")]
    [InlineData("0d", "")]
    public void A_duration_is_read_and_written_in_restic_s_form(string text, string written) =>
        Assert.Equal(written, CalendarDuration.Parse(text).ToString());

    [Theory]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("7x")]
    [InlineData("7 d")]
    [InlineData("-7d")]
    [InlineData("7d3d")]
    [InlineData("100001d")]
    [InlineData("99999999999999d")]
    [InlineData("７d")]
    public void What_is_no_duration_is_refused(string text)
    {
        Assert.False(CalendarDuration.TryParse(text, out _));
        Assert.Contains(text, Assert.Throws<FormatException>(() => CalendarDuration.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00+02:00", "1y2m3d4h", "2025-09-17T06:00:00+02:00")]
    [InlineData("2026-03-31T10:00:00+00:00", "1m", "2026-03-03T10:00:00+00:00")]
    [InlineData("2024-03-31T10:00:00+00:00", "1m", "2024-03-02T10:00:00+00:00")]
    [InlineData("2024-02-29T10:00:00+00:00", "1y", "2023-03-01T10:00:00+00:00")]
    [InlineData("2026-01-01T00:30:00+00:00", "1h", "2025-12-31T23:30:00+00:00")]
    public void It_reaches_back_by_the_calendar_as_restic_counts(string from, string duration, string before) =>
        Assert.Equal(Time(before), CalendarDuration.Parse(duration).Before(Time(from)));

    [Theory]
    [InlineData("2026-11-20T10:00:00+00:00", "2026y")]
    [InlineData("2026-11-20T10:00:00+00:00", "100000m")]
    [InlineData("0001-01-05T10:00:00+00:00", "9d")]
    [InlineData("0001-01-01T13:00:00+12:00", "2h")]
    public void Nothing_lies_before_the_beginning_of_time(string from, string duration) =>
        Assert.Equal(DateTimeOffset.MinValue, CalendarDuration.Parse(duration).Before(Time(from)));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
