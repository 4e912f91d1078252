using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules.Recurrences;
using BackupAccess.Tests;

namespace BackupAccess.Engine.Tests.Schedules;

public sealed class CronTests
{
    private static readonly string[] s_timeFields = ["*", "0", "5", "59", "*/15", "7/20", "10-40", "10-40/7", "1,2,30-33", "50-10"];
    private static readonly string[] s_hours = ["*", "0", "2", "23", "*/6", "8-18", "22-2", "1,13,21"];
    private static readonly string[] s_numbers = ["*", "1", "31", "15,30", "*/10", "10-20", "28-3", "29"];
    private static readonly string[] s_months = ["*", "2", "JAN,jul", "*/3", "11-2", "4"];
    private static readonly string[] s_weekdays = ["*", "0", "7", "mon-FRI", "sat,sun", "5-7", "FRI-MON", "*/2"];
    private static readonly string[] s_quartzNumbers = ["*", "L", "L-3", "LW", "L-2W", "15W", "1W", "31W", "1,15,L", "10/7", "28-3"];
    private static readonly string[] s_quartzWeekdays = ["*", "L", "6L", "FRIL", "2#1", "SAT#5", "MON-FRI", "1,7", "FRI-MON", "MON#2,THUL"];
    private static readonly string[] s_years = ["", " *", " 2027", " 2026-2030/2", " 2028,2032"];

    [Theory]
    [InlineData("0 2 * * *", "2026-03-01 12:00", "2026-03-02 02:00")]
    [InlineData("*/10 * * * *", "2026-03-01 12:00:01", "2026-03-01 12:10")]
    [InlineData("0 0 29 2 *", "2026-03-01 12:00", "2028-02-29 00:00")]
    [InlineData("0 0 13 * FRI", "2026-03-01 12:00", "2026-03-06 00:00")]
    [InlineData("0 0 */13 * FRI", "2026-03-01 12:00", "2026-03-27 00:00")]
    [InlineData("30 4 1,15 * 5", "2026-03-13 05:00", "2026-03-15 04:30")]
    [InlineData("0 22-1 * * *", "2026-03-01 23:30", "2026-03-02 00:00")]
    [InlineData("0 0 2 L * ?", "2026-02-01 00:00", "2026-02-28 02:00")]
    [InlineData("0 0 2 LW * ?", "2026-02-01 00:00", "2026-02-27 02:00")]
    [InlineData("0 0 2 1W * ?", "2026-07-31 12:00", "2026-08-03 02:00")]
    [InlineData("0 0 2 ? * 6L", "2026-03-01 00:00", "2026-03-27 02:00")]
    [InlineData("0 0 2 ? * MON#1 2027-2028", "2026-03-01 00:00", "2027-01-04 02:00")]
    [InlineData("15,45 59 23 31 12 ?", "2026-12-31 23:59:16", "2026-12-31 23:59:45")]
    public void An_expression_means_what_its_manual_says(string expression, string from, string expected) =>
        Assert.Equal(Time(expected), CronParser.Parse(expression).From(Time(from)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("0 2 * * * * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("0 0 0 * *")]
    [InlineData("0 0 32 * *")]
    [InlineData("0 0 * 13 *")]
    [InlineData("0 0 * * 8")]
    [InlineData("0 0 * * MOON")]
    [InlineData("*/0 * * * *")]
    [InlineData("*/61 * * * *")]
    [InlineData("1-2-3 * * * *")]
    [InlineData("1/2/3 * * * *")]
    [InlineData("1,,2 * * * *")]
    [InlineData("-1 * * * *")]
    [InlineData("+1 * * * *")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 ? * *")]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 2 * * *")]
    [InlineData("0 0 2 ? * ?")]
    [InlineData("0 0 2 ? * 0")]
    [InlineData("0 0 2 ? * MON#6")]
    [InlineData("0 0 2 ? * #2")]
    [InlineData("0 0 2 L-31 * ?")]
    [InlineData("0 0 2 LX * ?")]
    [InlineData("0 0 2 W * ?")]
    [InlineData("0 0 2 30W 2 ?")]
    [InlineData("0 0 2 1 * ? 1969")]
    [InlineData("0 0 2 1 * ? 2100")]
    [InlineData("0 2 * * *\0")]
    public void What_is_no_expression_or_never_comes_is_refused(string expression) =>
        Assert.Equal("InvalidValue", Assert.Throws<InvalidRequestException>(() => CronParser.Parse(expression)).ErrorId);

    [Fact]
    public void Endless_text_is_refused_at_once() =>
        Assert.Throws<InvalidRequestException>(() => CronParser.Parse($"{string.Join(',', Enumerable.Repeat("1", 100_000))} * * * *"));

    [Fact]
    public void Any_expression_comes_when_a_try_of_every_moment_says_so()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int i = RandomRuns.Of(4_000); i > 0; i--)
        {
            string expression = AnyExpression(random);
            DateTime from = new DateTime(2026, 1, 1).AddSeconds(random.Next(3 * 365 * 86_400));
            ReferenceCron reference = new(expression);
            if (TryParse(expression) is not { } parsed)
            {
                Assert.False(Enumerable.Range(0, 8 * 366).Any(day => reference.MatchesDay(new DateTime(2024, 1, 1).AddDays(day))), $"{expression} is refused (seed {seed})");
                continue;
            }

            Assert.True(parsed.From(from) == Expected(reference, from), $"{expression} from {from:u}: {parsed.From(from):u} (seed {seed})");
        }
    }

    private static string AnyExpression(Random random)
    {
        string Any(string[] choices) => choices[random.Next(choices.Length)];
        string time = $"{Any(s_timeFields)} {Any(s_hours)}";
        return random.Next(3) switch
        {
            0 => $"{time} {Any(s_numbers)} {Any(s_months)} {Any(s_weekdays)}",
            1 => $"{Any(s_timeFields)} {time} {Any(s_quartzNumbers)} {Any(s_months)} ?{Any(s_years)}",
            _ => $"{Any(s_timeFields)} {time} ? {Any(s_months)} {Any(s_quartzWeekdays)}{Any(s_years)}",
        };
    }

    private static CronExpression? TryParse(string expression)
    {
        try
        {
            return CronParser.Parse(expression);
        }
        catch (InvalidRequestException)
        {
            return null;
        }
    }

    /// <summary>Days first, then the seconds of the day. A fifth weekday of February comes every 28 years.</summary>
    private static DateTime? Expected(ReferenceCron reference, DateTime from)
    {
        for (DateTime day = from.Date; day.Year < 2072; day = day.AddDays(1))
        {
            if (!reference.MatchesDay(day))
            {
                continue;
            }

            for (DateTime moment = day == from.Date ? from : day; moment < day.AddDays(1); moment = moment.AddSeconds(1))
            {
                if (reference.Matches(moment))
                {
                    return moment;
                }
            }
        }

        return null;
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
