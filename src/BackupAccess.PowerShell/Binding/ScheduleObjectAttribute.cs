using BackupAccess.Engine.Schedules;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes schedules, also without their type: by id or path.</summary>
internal sealed class ScheduleObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is Schedule schedule ? new ScheduleReference(schedule) : null;

    private protected override object? FromLoose(LooseObject value) => !value.Was<Schedule>() ? null : (value.Id("Id"), value.Text("Path")) switch
    {
        ({ } id, var path) => new ScheduleReference(id, path ?? $"{id}"),
        (null, { } path) => new ScheduleReference(path),
        _ => Unnamed("schedule", "Id or Path"),
    };
}
