using BackupAccess.Engine.Policies;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Jobs;

/// <summary>Shows jobs with what their tasks have come to.</summary>
internal static class JobView
{
    public static BackupJob Show(JobRow job, IReadOnlyList<JobTask> tasks)
    {
        IReadOnlyList<string> skipped = JsonText.ToList(job.Skipped);
        int completed = tasks.Count(task => task.State == nameof(TaskState.Completed));
        int ended = tasks.Count(task => task.EndedAt is not null);
        return new BackupJob
        {
            Id = Guid.Parse(job.Id),
            State = ended < tasks.Count ? JobState.Running
                : completed == tasks.Count && skipped.Count == 0 ? JobState.Completed
                : completed > 0 ? JobState.Partial
                : JobState.Failed,
            Configuration = job.Configuration,
            Profile = job.ProfileName,
            Label = Enum.Parse<RetentionLabel>(job.Label),
            Schedule = job.Schedule,
            Requester = job.Requester,
            Started = job.StartedAt.ToTime(),
            Ended = ended < tasks.Count ? null : (tasks.Max(task => task.EndedAt) ?? job.StartedAt).ToTime(),
            Tasks = [.. tasks.Select(task => Guid.Parse(task.Id))],
            Completed = completed,
            Failed = ended - completed,
            Skipped = skipped,
        };
    }
}
