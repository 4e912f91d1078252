using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.Schedules;

/// <summary>A row of the schedule table, with its profile's name and number.</summary>
internal sealed record ScheduleRow(
    string Id,
    string ProfileId,
    string ProfileName,
    long ProfileNumber,
    string Name,
    string LabelName,
    string KindName,
    string Expression,
    string TimeZone,
    string MissedName,
    long? MaxConcurrent,
    long Suspended,
    long? NextRunAt,
    long Runs,
    long CreatedAt) : ISubject
{
    public Guid Guid => Guid.Parse(Id);

    /// <summary>As <c>team-a/nightly</c>.</summary>
    public string Path => $"{ProfileName}/{Name}";

    public RetentionLabel Label => Enum.Parse<RetentionLabel>(LabelName);

    public ScheduleKind Kind => Enum.Parse<ScheduleKind>(KindName);

    public MissedRuns Missed => Enum.Parse<MissedRuns>(MissedName);

    public bool IsSuspended => Suspended != 0;

    public Target Target => Target.OfProfile((int)ProfileNumber);

    string ISubject.Kind => "schedule";

    string ISubject.Name => Path;

    IReadOnlyList<AuditedObject> ISubject.Others => [new("profile", ProfileId, ProfileName)];

    Target[] ISubject.Targets => [Target];
}
