using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Schedules;

/// <summary>Creates a schedule in a profile. It runs the configurations that name it, each as who last saved it.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Name">Its name in it.</param>
/// <param name="Label">By which of their policy's rules its backups stay.</param>
/// <param name="When">When it is due.</param>
/// <param name="TimeZone">By whose clocks; null for this machine's.</param>
/// <param name="Missed">What becomes of missed moments.</param>
/// <param name="MaxConcurrent">How many of its runs may go on at once; null for any number.</param>
public sealed record CreateSchedule(ProfileReference Profile, string Name, RetentionLabel Label, ScheduleTiming When, string? TimeZone, MissedRuns Missed, int? MaxConcurrent)
    : IOperation<Schedule>;

internal sealed class CreateScheduleHandler : ChangeHandler<CreateSchedule, ProfileRow, Schedule>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(CreateSchedule request)
    {
        Names.RequireValid("schedule", request.Name);
        Recurrences.CronParser.Parse(request.When.ToExpression());
        ScheduleRules.RequireMaxConcurrent(request.MaxConcurrent);
    }

    public override ProfileRow Resolve(CreateSchedule request, OperationContext context) => ProfileLookup.Find(context, request.Profile);

    public override ISubject About(ProfileRow profile, Schedule result) => new NoSubject("schedule", result.Path)
    {
        Id = result.Id.ToString(),
        Others = [new AuditedObject("profile", profile.Id, profile.Name)],
    };

    public override string? ReasonOf(CreateSchedule request) => $"{ScheduleTiming.Describe(request.When.Kind, request.When.ToExpression())}, {request.Label}";

    public override Schedule Handle(CreateSchedule request, ProfileRow profile, OperationContext context)
    {
        if (ScheduleStore.Find(context.Db, profile.Id, request.Name) is { } other)
        {
            throw new ConflictException("AlreadyExists", $"There is a schedule \"{other.Path}\" already.");
        }

        ScheduleRow schedule = ScheduleRules.WithNext(context, new ScheduleRow(
            context.NewId().ToString(),
            profile.Id,
            profile.Name,
            profile.Number,
            request.Name,
            request.Label.ToString(),
            request.When.Kind.ToString(),
            request.When.ToExpression(),
            ScheduleRules.ZoneOf(context.Services, request.TimeZone),
            request.Missed.ToString(),
            request.MaxConcurrent,
            Suspended: 0,
            NextRunAt: null,
            Runs: 0,
            context.Now));
        ScheduleStore.Insert(context.Db, schedule);
        return ScheduleLookup.Show(context.Db, schedule);
    }
}
