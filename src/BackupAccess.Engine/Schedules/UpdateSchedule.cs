using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.Schedules;

/// <summary>Changes a schedule; what is null stays. Where the moments change, the next is the first to come.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Label">By which of their policy's rules its backups stay.</param>
/// <param name="When">When it is due.</param>
/// <param name="TimeZone">By whose clocks.</param>
/// <param name="Missed">What becomes of missed moments.</param>
/// <param name="MaxConcurrent">How many of its runs may go on at once; 0 for any number.</param>
public sealed record UpdateSchedule(ScheduleReference Schedule, RetentionLabel? Label, ScheduleTiming? When, string? TimeZone, MissedRuns? Missed, int? MaxConcurrent)
    : IOperation<Schedule>;

internal sealed class UpdateScheduleHandler : ChangeHandler<UpdateSchedule, ScheduleRow, Schedule>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(UpdateSchedule request)
    {
        if (request.When is { } when)
        {
            Recurrences.CronParser.Parse(when.ToExpression());
        }

        ScheduleRules.RequireMaxConcurrent(request.MaxConcurrent == 0 ? null : request.MaxConcurrent);
    }

    public override ScheduleRow Resolve(UpdateSchedule request, OperationContext context) => ScheduleLookup.Find(context, request.Schedule);

    public override Schedule Handle(UpdateSchedule request, ScheduleRow schedule, OperationContext context)
    {
        ScheduleRow changed = schedule with
        {
            LabelName = (request.Label ?? schedule.Label).ToString(),
            KindName = (request.When?.Kind ?? schedule.Kind).ToString(),
            Expression = request.When?.ToExpression() ?? schedule.Expression,
            TimeZone = request.TimeZone is { } zone ? ScheduleRules.ZoneOf(context.Services, zone) : schedule.TimeZone,
            MissedName = (request.Missed ?? schedule.Missed).ToString(),
            MaxConcurrent = request.MaxConcurrent is { } most ? most == 0 ? null : most : schedule.MaxConcurrent,
        };
        if (changed.Expression != schedule.Expression || changed.TimeZone != schedule.TimeZone)
        {
            changed = ScheduleRules.WithNext(context, changed);
        }

        ScheduleStore.Update(context.Db, changed);
        context.Tell($"{ScheduleTiming.Describe(changed.Kind, changed.Expression)} in {changed.TimeZone}, {changed.Label}, missed: {changed.Missed}");
        return ScheduleLookup.Show(context.Db, changed);
    }
}
