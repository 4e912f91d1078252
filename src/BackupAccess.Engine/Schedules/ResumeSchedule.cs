using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>Has a suspended schedule come again, from the first moment after now on; those before weren't missed.</summary>
public sealed record ResumeSchedule(ScheduleReference Schedule) : IOperation<Schedule>;

internal sealed class ResumeScheduleHandler : ChangeHandler<ResumeSchedule, ScheduleRow, Schedule>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ScheduleRow Resolve(ResumeSchedule request, OperationContext context) => ScheduleLookup.Find(context, request.Schedule);

    public override Schedule Handle(ResumeSchedule request, ScheduleRow schedule, OperationContext context)
    {
        if (!schedule.IsSuspended)
        {
            return ScheduleLookup.Show(context.Db, schedule);
        }

        ScheduleRow resumed = ScheduleRules.WithNext(context, schedule with { Suspended = 0 });
        ScheduleStore.Update(context.Db, resumed);
        return ScheduleLookup.Show(context.Db, resumed);
    }
}
