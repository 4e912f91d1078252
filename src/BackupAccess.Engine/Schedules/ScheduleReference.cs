namespace BackupAccess.Engine.Schedules;

/// <summary>Names a schedule as <c>team-a/nightly</c>, by <c>nightly</c> where that is unique, by id, or by the schedule itself.</summary>
public sealed record ScheduleReference
{
    public ScheduleReference(string schedule) => Text = schedule ?? throw new ArgumentNullException(nameof(schedule));

    public ScheduleReference(Guid schedule) => (Text, Id) = (schedule.ToString(), schedule);

    /// <summary>Takes an id, and the name that people know it by.</summary>
    public ScheduleReference(Guid schedule, string name) => (Text, Id) = (name ?? throw new ArgumentNullException(nameof(name)), schedule);

    public ScheduleReference(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (Text, Id) = (schedule.Path, schedule.Id);
    }

    public string Text { get; }

    /// <summary>The id, where it or an object was given.</summary>
    public Guid? Id { get; }

    public override string ToString() => Text;
}
