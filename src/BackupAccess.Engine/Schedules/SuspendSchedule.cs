using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>Has a schedule come no more until it is resumed. What it has begun goes on, and it can still be run by hand.</summary>
public sealed record SuspendSchedule(ScheduleReference Schedule) : IOperation<Schedule>;

internal sealed class SuspendScheduleHandler : ChangeHandler<SuspendSchedule, ScheduleRow, Schedule>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ScheduleRow Resolve(SuspendSchedule request, OperationContext context) => ScheduleLookup.Find(context, request.Schedule);

    public override Schedule Handle(SuspendSchedule request, ScheduleRow schedule, OperationContext context)
    {
        ScheduleRow suspended = schedule with { Suspended = 1, NextRunAt = null };
        ScheduleStore.Update(context.Db, suspended);
        return ScheduleLookup.Show(context.Db, suspended);
    }
}
