using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>When a schedule is due.</summary>
/// <param name="Kind">Which of the others say it.</param>
/// <param name="Minute">The minute of every hour.</param>
/// <param name="At">The time of day.</param>
/// <param name="Days">The days of the week; none for other kinds.</param>
/// <param name="Cron">Five fields, or Quartz's six or seven.</param>
public sealed record ScheduleTiming(ScheduleKind Kind, int? Minute, TimeOnly? At, IReadOnlyList<DayOfWeek> Days, string? Cron)
{
    public static ScheduleTiming Hourly(int minute) => new(ScheduleKind.Hourly, minute, At: null, [], Cron: null);

    public static ScheduleTiming Daily(TimeOnly at) => new(ScheduleKind.Daily, Minute: null, at, [], Cron: null);

    public static ScheduleTiming Weekly(IReadOnlyList<DayOfWeek> days, TimeOnly at) => new(ScheduleKind.Weekly, Minute: null, at, days, Cron: null);

    public static ScheduleTiming OfCron(string expression) => new(ScheduleKind.Cron, Minute: null, At: null, [], expression);

    /// <summary>The same as a cron expression.</summary>
    /// <exception cref="InvalidRequestException">A part is missing, or one too many.</exception>
    internal string ToExpression() => this switch
    {
        { Kind: ScheduleKind.Hourly, Minute: >= 0 and <= 59, At: null, Days: [], Cron: null } => string.Create(CultureInfo.InvariantCulture, $"{Minute} * * * *"),
        { Kind: ScheduleKind.Daily, Minute: null, At: { } at, Days: [], Cron: null } when IsMinute(at) => string.Create(CultureInfo.InvariantCulture, $"{at.Minute} {at.Hour} * * *"),
        { Kind: ScheduleKind.Weekly, Minute: null, At: { } at, Days: [_, ..], Cron: null } when IsMinute(at) && Days.All(Enum.IsDefined) =>
            string.Create(CultureInfo.InvariantCulture, $"{at.Minute} {at.Hour} * * {string.Join(',', Days.Distinct().Order().Select(day => (int)day))}"),
        { Kind: ScheduleKind.Cron, Minute: null, At: null, Days: [], Cron: { } cron } => string.Join(' ', cron.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)),
        _ => throw new InvalidRequestException("InvalidValue", Kind switch
        {
            ScheduleKind.Hourly => "An hourly schedule has a minute, 0 to 59, and nothing else.",
            ScheduleKind.Daily => "A daily schedule has a time of day, to the minute, and nothing else.",
            ScheduleKind.Weekly => "A weekly schedule has days and a time of day, to the minute, and nothing else.",
            _ => "A schedule by a cron expression has that and nothing else.",
        }),
    };

    /// <summary>For people: <c>daily at 02:00</c>.</summary>
    internal static string Describe(ScheduleKind kind, string expression)
    {
        string[] fields = expression.Split(' ');
        return kind switch
        {
            ScheduleKind.Hourly => $"hourly at :{fields[0].PadLeft(2, '0')}",
            ScheduleKind.Daily => $"daily at {TimeOf(fields)}",
            ScheduleKind.Weekly => $"{string.Join(", ", fields[4].Split(',').Select(day => $"{(DayOfWeek)(day[0] - '0')}"[..3]))} at {TimeOf(fields)}",
            _ => expression,
        };
    }

    private static string TimeOf(string[] fields) => $"{fields[1].PadLeft(2, '0')}:{fields[0].PadLeft(2, '0')}";

    private static bool IsMinute(TimeOnly at) => at.Ticks % TimeSpan.TicksPerMinute == 0;
}
