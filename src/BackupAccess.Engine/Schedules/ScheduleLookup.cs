using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>Finds schedules for a caller, and shows them and their runs.</summary>
internal static class ScheduleLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    /// <exception cref="InvalidRequestException">The caller knows several of that name.</exception>
    public static ScheduleRow Find(OperationContext context, ScheduleReference reference)
    {
        ScheduleRow[] candidates = [.. Candidates(context.Db, reference)];
        ScheduleRow[] known = [.. candidates.Where(row => context.MayKnow<ListProfiles>(row.Target))];
        return known switch
        {
            [var only] => only,
            [] => throw new NotFoundException("schedule", Names.Printable(reference.Text)) { IsHidden = candidates.Length > 0 },
            _ => throw new InvalidRequestException("AmbiguousName", $"There are several schedules \"{reference.Text}\": {string.Join(", ", known.Select(row => row.Path))}."),
        };
    }

    /// <summary>Shows a schedule with its newest run.</summary>
    public static Schedule Show(StateConnection db, ScheduleRow row)
    {
        ScheduleRunRow? last = ScheduleRunStore.LastOf(db, row);
        return Show(row, last, last is null ? null : ScheduleRunStore.SummaryOf(db, last.Id));
    }

    public static Schedule Show(ScheduleRow row, ScheduleRunRow? last, ScheduleRunSummary? summary) => new()
    {
        Id = row.Guid,
        Name = row.Name,
        Profile = row.ProfileName,
        Path = row.Path,
        Label = row.Label,
        Kind = row.Kind,
        When = ScheduleTiming.Describe(row.Kind, row.Expression),
        Cron = row.Expression,
        TimeZone = row.TimeZone,
        Missed = row.Missed,
        MaxConcurrent = (int?)row.MaxConcurrent,
        Suspended = row.IsSuspended,
        NextRun = row.NextRunAt.ToTime(),
        LastRun = last?.DueAt.ToTime(),
        LastOutcome = last is null ? null : summary?.OutcomeOf(last),
        LastMessage = last?.Message ?? summary?.Failure,
        Created = row.CreatedAt.ToTime(),
    };

    public static ScheduleRun Show(StateConnection db, string path, ScheduleRunRow run)
    {
        IReadOnlyList<ScheduleRunPart> parts = ScheduleRunStore.PartsOf(db, run.Id);
        return new ScheduleRun
        {
            Id = Guid.Parse(run.Id),
            Schedule = path,
            Due = run.DueAt.ToTime(),
            AskedBy = run.AskedBy,
            Started = run.StartedAt.ToTime(),
            Process = run.Process,
            Outcome = ScheduleRunStore.SummaryOf(db, run.Id).OutcomeOf(run),
            Message = run.Message,
            Jobs = [.. parts.Select(part => part.JobId).OfType<string>().Select(Guid.Parse)],
            Failures = [.. parts.Where(part => part.Failure is not null).Select(part => $"{part.Configuration}: {part.Failure}")],
        };
    }

    private static IEnumerable<ScheduleRow> Candidates(StateConnection db, ScheduleReference reference)
    {
        if (reference.Id is { } id || Guid.TryParse(reference.Text, out id))
        {
            return ScheduleStore.Find(db, id.ToString()) is { } row ? [row] : [];
        }

        int slash = reference.Text.IndexOf('/', StringComparison.Ordinal);
        string profile = slash < 0 ? "" : reference.Text[..slash];
        return ScheduleStore.Named(db, reference.Text[(slash + 1)..])
            .Where(row => slash < 0 || string.Equals(row.ProfileName, profile, StringComparison.OrdinalIgnoreCase));
    }
}
