using System.Text;
using BackupAccess.Repository.Trees;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Trees;

public sealed class FileTimeTests
{
    [Theory]
    [InlineData(0, 0, 0, "1970-01-01T00:00:00Z")]
    [InlineData(-1, 999_999_999, 0, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(-2_147_483_648, 500_000_000, 0, "1901-12-13T20:45:52.5Z")]
    [InlineData(4_102_444_800, 120_000_000, 120, "2100-01-01T02:00:00.12+02:00")]
    [InlineData(1_709_164_800, 0, -570, "2024-02-28T14:30:00-09:30")]
    [InlineData(-62_135_596_800, 0, 0, "0001-01-01T00:00:00Z")]
    [InlineData(-62_167_219_200, 0, 0, "0000-01-01T00:00:00Z")]
    [InlineData(253_402_300_799, 0, 0, "9999-12-31T23:59:59Z")]
    [InlineData(253_402_300_800, 0, 0, "9999-01-01T00:00:00Z")]
    public void A_time_is_written_as_restic_writes_it(long seconds, int nanoseconds, short offset, string text) =>
        Assert.Equal(text, new FileTime(seconds, nanoseconds, offset).ToString());

    [Theory]
    [InlineData(long.MaxValue, "9999-")]
    [InlineData(long.MinValue, "0000-")]
    public void A_time_beyond_what_the_format_holds_is_clamped_to_its_first_or_last_year(long seconds, string year) =>
        Assert.StartsWith(year, new FileTime(seconds, 0, 840).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_instant_of_ten_millennia_is_read_back()
    {
        Gen<FileTime> times =
            from seconds in Gen.Choose(-62_160, 253_400)
            from rest in Gen.Choose(0, 999_999)
            from nanoseconds in Gen.Choose(0, 999_999_999)
            from offset in Gen.Choose(-720, 840)
            select new FileTime((seconds * 1_000_000L) + rest, nanoseconds, (short)offset);

        Prop.ForAll(times.ToArbitrary(), time =>
            Rfc3339.TryParse(Encoding.ASCII.GetBytes(time.ToString()), out FileTime read)
            && read == time && read.OffsetMinutes == time.OffsetMinutes).HoldsFor(2_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-20T19:38:34")]
    [InlineData("2026-13-20T19:38:34Z")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-11-20T19:38:34.Z")]
    [InlineData("2026-11-20T19:38:34+1:00")]
    [InlineData("-026-11-20T19:38:34Z")]
    [InlineData("2026-11-20T19:38:34Zx")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.False(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Times_are_equal_when_the_instant_is() =>
        Assert.Equal(new FileTime(60, 1, 0), new FileTime(60, 1, 120));

    [Fact]
    public void A_time_of_the_clock_comes_back_as_itself()
    {
        DateTimeOffset time = new(1960, 5, 6, 7, 8, 9, 123, TimeSpan.FromHours(-3));

        Assert.Equal(time, FileTime.From(time).ToDateTimeOffset());
    }
}
