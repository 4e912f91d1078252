using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>Removes a schedule that nothing names. What its runs have begun goes on.</summary>
public sealed record RemoveSchedule(ScheduleReference Schedule) : IOperation<Schedule>;

internal sealed class RemoveScheduleHandler : ChangeHandler<RemoveSchedule, ScheduleRow, Schedule>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ScheduleRow Resolve(RemoveSchedule request, OperationContext context) => ScheduleLookup.Find(context, request.Schedule);

    public override Schedule Handle(RemoveSchedule request, ScheduleRow schedule, OperationContext context)
    {
        if (ConfigurationStore.NamingSchedule(context.Db, schedule.ProfileId, schedule.Name)
            .Concat(ConfigurationStore.OfSchedule(context.Db, schedule.ProfileId, schedule.Name))
            .FirstOrDefault() is { } user)
        {
            throw new ConflictException("ScheduleInUse", $"The schedule \"{schedule.Path}\" is that of \"{user.Path}\".");
        }

        Schedule removed = ScheduleLookup.Show(context.Db, schedule);
        ScheduleStore.Delete(context.Db, schedule.Id);
        return removed;
    }
}
