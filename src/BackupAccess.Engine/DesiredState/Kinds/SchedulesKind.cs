using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Schedules.Recurrences;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>schedules</c>: named as <c>team-a/nightly</c>, with a label, one of hourly, daily, weekly and cron, and a zone. Whether one is suspended is no document's matter.</summary>
internal sealed class SchedulesKind : DeclaredKind
{
    public override string Field => "schedules";

    public override string Kind => "schedule";

    public override void Check(Declaration declared)
    {
        Scheduled schedule = (Scheduled)declared;
        string[] path = declared.Name.Split('/');
        if (path.Length != 2)
        {
            throw new InvalidRequestException("InvalidName", "A schedule is named by profile and name, as team-a/nightly.");
        }

        Names.RequireValid("profile", path[0]);
        Names.RequireValid(Kind, path[1]);
        CronParser.Parse(schedule.When.ToExpression());
        ScheduleRules.RequireMaxConcurrent(schedule.MaxConcurrent);
    }

    public override void RequireReadable(OperationContext context) => Require<ListSchedules>(context, Target.None);

    public override void Plan(Declaration declared, IPlan plan)
    {
        Scheduled schedule = (Scheduled)declared;
        string[] path = declared.Name.Split('/');
        OperationContext asker = plan.Context;
        ProfileRow? profile = ProfileStore.Find(asker.Db, path[0]) is { } found && asker.MayKnow<ListProfiles>(found.Target) ? found : null;
        if (profile is null && !plan.IsDeclared("profile", path[0]))
        {
            plan.Report(declared.At, "UnknownProfile", $"There is no profile \"{Names.Printable(path[0])}\".");
            return;
        }

        if (profile is not null && !asker.Allows<ListSchedules>(profile.Target))
        {
            throw asker.Refuse(declared.Name, "comparing schedules needs the right to list them");
        }

        ScheduleRow? known = profile is null ? null : ScheduleStore.Find(asker.Db, profile.Id, path[1]);
        FieldChanges fields = new();
        fields.Add("label", known?.LabelName, $"{schedule.Label}");
        fields.Add("when", known is null ? null : ScheduleTiming.Describe(known.Kind, known.Expression), ScheduleTiming.Describe(schedule.When.Kind, schedule.When.ToExpression()));
        fields.Add("timeZone", known?.TimeZone, schedule.TimeZone ?? known?.TimeZone);
        fields.Add("missed", known?.MissedName, $"{schedule.Missed}");
        fields.Add("maxConcurrent", Number(known?.MaxConcurrent), Number(schedule.MaxConcurrent));
        plan.Add(known is null ? StateAction.Create : StateAction.Change, Kind, known?.Path ?? declared.Name, fields, context => _ = known is null
            ? context.Invoke(new CreateSchedule(new ProfileReference(path[0]), path[1], schedule.Label, schedule.When, schedule.TimeZone, schedule.Missed, schedule.MaxConcurrent))
            : context.Invoke(new UpdateSchedule(new ScheduleReference(known.Path), schedule.Label, schedule.When, schedule.TimeZone, schedule.Missed, schedule.MaxConcurrent ?? 0)));
    }

    public override void Export(OperationContext context, StateYaml yaml)
    {
        ScheduleRow[] schedules = [.. ScheduleStore.All(context.Db).Where(row => context.Allows<ListSchedules>(row.Target))];
        yaml.Section(Field, schedules, row =>
        [
            ("name", StateYaml.Text(row.Path)),
            ("label", row.LabelName),
            TimingOf(row),
            ("timeZone", StateYaml.Text(row.TimeZone)),
            ("missed", row.MissedName),
            ("maxConcurrent", Number(row.MaxConcurrent)),
        ]);
        foreach (ScheduleRow suspended in schedules.Where(row => row.IsSuspended))
        {
            yaml.Comment($"{suspended.Path} is suspended, which no document says.");
        }
    }

    protected override Declaration ReadEntry(MapReader entry) => new Scheduled(
        entry.At,
        entry.RequireText("name"),
        entry.RequireChoice<RetentionLabel>("label"),
        ReadTiming(entry),
        entry.Text("timeZone").Value,
        entry.Choice<MissedRuns>("missed") ?? MissedRuns.CatchUp,
        entry.Integer("maxConcurrent").Value);

    private static ScheduleTiming ReadTiming(MapReader entry)
    {
        string[] given = [.. new[] { "hourly", "daily", "weekly", "cron" }.Where(entry.Has)];
        if (given.Length != 1)
        {
            entry.Report("MissingField", "A schedule has one of hourly, daily, weekly and cron.");
            return ScheduleTiming.Hourly(0);
        }

        return given[0] switch
        {
            "hourly" => ScheduleTiming.Hourly(entry.Integer("hourly").Value ?? -1),
            "daily" => ScheduleTiming.Daily(ReadTime(entry, "daily")),
            "weekly" => ReadWeekly(entry),
            _ => ScheduleTiming.OfCron(entry.Text("cron").Value ?? ""),
        };
    }

    private static ScheduleTiming ReadWeekly(MapReader entry)
    {
        if (entry.Map("weekly") is not { } weekly)
        {
            return ScheduleTiming.Hourly(0);
        }

        List<DayOfWeek> days = [];
        foreach ((string name, Position at) in (weekly.TextList("days") ?? []).Zip(weekly.EntriesOf("days")))
        {
            DayOfWeek[] meant = [.. Enum.GetValues<DayOfWeek>().Where(day => name.Length >= 3 && $"{day}".StartsWith(name, StringComparison.OrdinalIgnoreCase))];
            if (meant is [var day])
            {
                days.Add(day);
            }
            else
            {
                weekly.Report(at, "InvalidValue", $"\"{Names.Printable(name)}\" is no day of the week.");
            }
        }

        ScheduleTiming timing = ScheduleTiming.Weekly(days, ReadTime(weekly, "at"));
        weekly.Finish();
        return timing;
    }

    private static TimeOnly ReadTime(MapReader map, string field)
    {
        if (TimeOnly.TryParseExact(map.Text(field).Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
        {
            return time;
        }

        map.Report(map.PositionOf(field), "InvalidValue", $"\"{field}\" is a time of day as \"02:30\".");
        return default;
    }

    private static (string Field, string? Value) TimingOf(ScheduleRow row)
    {
        string[] fields = row.Expression.Split(' ');
        string at = fields.Length < 2 ? "" : $"\"{fields[1].PadLeft(2, '0')}:{fields[0].PadLeft(2, '0')}\"";
        return row.Kind switch
        {
            ScheduleKind.Hourly => ("hourly", fields[0]),
            ScheduleKind.Daily => ("daily", at),
            ScheduleKind.Weekly => ("weekly", $"{{ days: [{string.Join(", ", fields[4].Split(',').Select(day => (DayOfWeek)(day[0] - '0')))}], at: {at} }}"),
            _ => ("cron", StateYaml.Text(row.Expression)),
        };
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private sealed record Scheduled(
        Position At, string Name, RetentionLabel Label, ScheduleTiming When, string? TimeZone, MissedRuns Missed, int? MaxConcurrent) : Declaration(At, Name);
}
