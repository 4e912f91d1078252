using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Jobs;

/// <summary>
/// Runs a configuration: puts one backup into the queue for each account that it selects and that the caller may back up.
/// An account whose backup by it hasn't ended yet is left out.
/// </summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Label">By which of its policy's rules the backups stay.</param>
/// <param name="Schedule">The schedule that runs it; null for none.</param>
public sealed record RunConfiguration(ConfigurationReference Configuration, RetentionLabel Label, string? Schedule) : IOperation<BackupJob>
{
    /// <summary>The run of the schedule, which runs each configuration once; nobody's to say but the scheduler's.</summary>
    internal Guid? Run { get; init; }
}

internal sealed class RunConfigurationHandler : ChangeHandler<RunConfiguration, ConfigurationRow, BackupJob>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(RunConfiguration request)
    {
        if (request.Schedule is not null)
        {
            Names.RequireValid("schedule", request.Schedule);
        }
    }

    public override ConfigurationRow Resolve(RunConfiguration request, OperationContext context) => ConfigurationLookup.Find(context, request.Configuration);

    public override string? ReasonOf(RunConfiguration request) => request.Schedule is null ? $"{request.Label}" : $"{request.Label}, by the schedule \"{request.Schedule}\"";

    public override BackupJob Handle(RunConfiguration request, ConfigurationRow row, OperationContext context)
    {
        if (request.Run is not null && !row.IsSavedBy(context.Session))
        {
            throw new ConflictException("ConfigurationChanged", $"\"{row.Path}\" has been saved by another meanwhile.");
        }

        IReadOnlyList<AccountRow> accounts = SelectedAccounts.Of(context, EffectiveConfiguration.Of(context.Db, row), out List<string> skipped);
        JobRow job = new(
            context.NewId().ToString(),
            row.ProfileId!,
            row.ProfileName!,
            row.ProfileNumber!.Value,
            row.Id,
            row.Path,
            request.Label.ToString(),
            request.Schedule,
            context.Session.UserId == Guid.Empty ? null : context.Session.UserId.ToString(),
            context.Session.Name,
            context.Now,
            "[]");
        JobStore.Insert(context.Db, job);
        if (request.Run is { } run)
        {
            ScheduleRunStore.AddJob(context.Db, run, row, job.Id);
        }

        foreach (AccountRow account in accounts)
        {
            if (JobTasks.TryQueue(context, job, row, request.Label, account) is { } reason)
            {
                skipped.Add($"{account.Path}: {reason}");
            }
        }

        job = job with { Skipped = JsonText.FromList(skipped) };
        JobStore.SetSkipped(context.Db, job.Id, job.Skipped);
        return JobView.Show(job, JobStore.TasksOf(context.Db, job.Id));
    }
}
