using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>Lists runs of schedules, as many as are kept, the last to be due first; see <see cref="ListSchedules"/> for the names.</summary>
public sealed record ListScheduleRuns(IReadOnlyList<string> Names, IReadOnlyList<string> Profiles, DateTimeOffset? Since) : IOperation<IAsyncEnumerable<ScheduleRun>>;

internal sealed class ListScheduleRunsHandler : ListHandler<ListScheduleRuns, ScheduleRun>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    protected override IReadOnlyList<ScheduleRun> List(ListScheduleRuns request, OperationContext context)
    {
        SchedulePatterns patterns = new(request.Names, request.Profiles);
        Dictionary<string, string> paths = ScheduleStore.All(context.Db)
            .Where(row => patterns.Match(row) && context.Allows(row.Target))
            .ToDictionary(row => row.Id, row => row.Path, StringComparer.Ordinal);
        return [.. ScheduleRunStore.Since(context.Db, request.Since?.ToMicroseconds() ?? 0)
            .Where(run => paths.ContainsKey(run.ScheduleId))
            .Select(run => ScheduleLookup.Show(context.Db, paths[run.ScheduleId], run))];
    }
}
