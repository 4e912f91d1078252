using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Jobs;

/// <summary>
/// Lists the jobs of the profiles that the caller may see them of, the newest first; ids, patterns of configurations
/// (<c>team-a/shop</c> where there is a slash) and of profiles, none means all.
/// </summary>
public sealed record ListJobs(IReadOnlyList<string> Ids, IReadOnlyList<string> Configurations, IReadOnlyList<string> Profiles, DateTimeOffset? Since) : IOperation<IAsyncEnumerable<BackupJob>>;

internal sealed class ListJobsHandler : ListHandler<ListJobs, BackupJob>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    protected override IReadOnlyList<BackupJob> List(ListJobs request, OperationContext context)
    {
        context.Tasks.Settle();
        NamePatterns profiles = new(request.Profiles);
        long since = request.Since?.ToMicroseconds() ?? 0;
        ILookup<string, JobTask> tasks = JobStore.TasksSince(context.Db, since).ToLookup(task => task.JobId, StringComparer.Ordinal);
        return [.. JobStore.Since(context.Db, since)
            .Where(job => request.Ids.Count == 0 || request.Ids.Contains(job.Id, StringComparer.OrdinalIgnoreCase))
            .Where(job => profiles.Matches(job.ProfileName, job.ProfileId) && MatchesConfiguration(request, job) && context.Allows(Target.OfProfile((int)job.ProfileNumber)))
            .Select(job => JobView.Show(job, [.. tasks[job.Id]]))];
    }

    private static bool MatchesConfiguration(ListJobs request, JobRow job) =>
        request.Configurations.Count == 0 || request.Configurations.Any(pattern => new NamePatterns([pattern]).Matches(
            pattern.Contains('/', StringComparison.Ordinal) ? job.Configuration : job.Configuration[(job.Configuration.IndexOf('/', StringComparison.Ordinal) + 1)..], job.ConfigurationId));
}
