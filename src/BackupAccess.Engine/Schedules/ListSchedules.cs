using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>
/// Lists the schedules of the profiles that the caller may see them of, with their next run and their last. Names are
/// patterns, <c>team-a/nightly</c> where there is a slash, or ids; none means all.
/// </summary>
public sealed record ListSchedules(IReadOnlyList<string> Names, IReadOnlyList<string> Profiles) : IOperation<IAsyncEnumerable<Schedule>>;

internal sealed class ListSchedulesHandler : ListHandler<ListSchedules, Schedule>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    protected override IReadOnlyList<Schedule> List(ListSchedules request, OperationContext context)
    {
        SchedulePatterns patterns = new(request.Names, request.Profiles);
        ScheduleRow[] schedules = [.. ScheduleStore.All(context.Db).Where(row => patterns.Match(row) && context.Allows(row.Target))];
        if (schedules.Length == 1)
        {
            return [ScheduleLookup.Show(context.Db, schedules[0])];
        }

        Dictionary<string, ScheduleRunRow> last = ScheduleRunStore.LastOfEach(context.Db).ToDictionary(run => run.ScheduleId, StringComparer.Ordinal);
        Dictionary<string, ScheduleRunSummary> summaries = ScheduleRunStore.SummariesOfLast(context.Db).ToDictionary(summary => summary.RunId, StringComparer.Ordinal);
        return [.. schedules.Select(row => last.GetValueOrDefault(row.Id) is { } run
            ? ScheduleLookup.Show(row, run, summaries.GetValueOrDefault(run.Id))
            : ScheduleLookup.Show(row, last: null, summary: null))];
    }
}
