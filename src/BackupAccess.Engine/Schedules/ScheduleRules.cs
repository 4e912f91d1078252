using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules.Recurrences;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>What holds for every schedule.</summary>
internal static class ScheduleRules
{
    private const int MostAtOnce = 100;

    /// <exception cref="InvalidRequestException">The number can't be.</exception>
    public static void RequireMaxConcurrent(int? runs)
    {
        if (runs is < 1 or > MostAtOnce)
        {
            throw new InvalidRequestException("InvalidValue", $"1 to {MostAtOnce} runs of a schedule go on at once.");
        }
    }

    /// <summary>When a schedule comes.</summary>
    /// <exception cref="InvalidRequestException">Its expression can't be read, or the machine lacks its zone.</exception>
    public static Recurrence RecurrenceOf(EngineServices services, ScheduleRow schedule) =>
        new(CronParser.Parse(schedule.Expression), services.Zones.Find(schedule.TimeZone));

    /// <summary>The schedule with its next run from now on; with none while it is suspended.</summary>
    /// <exception cref="InvalidRequestException">It never comes again.</exception>
    public static ScheduleRow WithNext(OperationContext context, ScheduleRow schedule)
    {
        DateTimeOffset next = RecurrenceOf(context.Services, schedule).After(context.Now.ToTime())
            ?? throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(schedule.Expression)}\" names no moment that is still to come.");
        return schedule with { NextRunAt = schedule.IsSuspended ? null : next.ToMicroseconds() };
    }

    /// <summary>The zone asked for, else this machine's.</summary>
    /// <exception cref="InvalidRequestException">The machine has none of that name, or doesn't tell its own.</exception>
    public static string ZoneOf(EngineServices services, string? asked)
    {
        string name = asked ?? services.Time.LocalTimeZone.Id;
        services.Zones.Find(name);
        return name;
    }
}
