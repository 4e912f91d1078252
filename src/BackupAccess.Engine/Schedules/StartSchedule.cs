using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>
/// Has a schedule run now, suspended or not: whoever works the queue takes the run up. Each configuration runs as who last
/// saved it, whoever asks.
/// </summary>
public sealed record StartSchedule(ScheduleReference Schedule) : IOperation<ScheduleRun>;

internal sealed class StartScheduleHandler : ChangeHandler<StartSchedule, ScheduleRow, ScheduleRun>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ScheduleRow Resolve(StartSchedule request, OperationContext context) => ScheduleLookup.Find(context, request.Schedule);

    public override ScheduleRun Handle(StartSchedule request, ScheduleRow schedule, OperationContext context)
    {
        if (ConfigurationStore.OfSchedule(context.Db, schedule.ProfileId, schedule.Name).Count == 0)
        {
            throw new ConflictException("Conflict", $"No configuration names the schedule \"{schedule.Path}\".");
        }

        if (ScheduleRunStore.CountRunning(context.Db, schedule.Id) is var running && running >= (schedule.MaxConcurrent ?? long.MaxValue))
        {
            throw new ConflictException("Conflict", $"{DueDecision.Busy(running)} of \"{schedule.Path}\".");
        }

        ScheduleRunRow run = new(
            context.NewId().ToString(),
            schedule.Id,
            Number: 0,
            Moment: null,
            context.Now,
            context.Session.Name,
            StartedAt: null,
            Holder: null,
            ExpiresAt: 0,
            Process: null,
            EndedAt: null,
            Skipped: 0,
            Message: null);
        ScheduleRunStore.TryInsert(context.Db, run);
        return ScheduleLookup.Show(context.Db, schedule.Path, run);
    }
}
