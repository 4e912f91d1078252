using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Schedules, each made for the cell that asks about it, in a profile of its own.</summary>
public sealed partial class MatrixWorld
{
    private static readonly ScheduleTiming s_nightly = ScheduleTiming.Daily(new TimeOnly(2, 0));

    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfScheduleAsync(string operation, string role, MatrixTarget target)
    {
        if (operation is not ("createSchedule" or "listSchedules" or "listScheduleRuns" or "updateSchedule" or "removeSchedule" or "startSchedule" or "suspendSchedule" or "resumeSchedule"))
        {
            return null;
        }

        string profile = target == MatrixTarget.Missing ? "nowhere" : await MakeProfileAsync(target, role);
        ProfileReference reference = new(profile);
        string path = $"{profile}/nightly";
        ScheduleReference schedule = new(path);
        if (target != MatrixTarget.Missing && operation != "createSchedule")
        {
            await _store.Local.DoAsync(new CreateSchedule(reference, "nightly", RetentionLabel.Daily, s_nightly, "Etc/UTC", MissedRuns.CatchUp, MaxConcurrent: 1));
            if (operation == "startSchedule")
            {
                await _store.Local.DoAsync(new CreateConfiguration(reference, "shop", "connector: web01\nschedules: [nightly]\n"));
            }
        }

        return operation switch
        {
            "createSchedule" => (Do(new CreateSchedule(reference, "made", RetentionLabel.Daily, s_nightly, "Etc/UTC", MissedRuns.Skip, MaxConcurrent: null)), profile),
            "listSchedules" => (Do(new ListSchedules([], [])), path),
            "listScheduleRuns" => (Do(new ListScheduleRuns([], [], Since: null)), path),
            "updateSchedule" => (Do(new UpdateSchedule(schedule, RetentionLabel.Weekly, null, null, null, null)), path),
            "removeSchedule" => (Do(new RemoveSchedule(schedule)), path),
            "startSchedule" => (Do(new StartSchedule(schedule)), path),
            "suspendSchedule" => (Do(new SuspendSchedule(schedule)), path),
            _ => (Do(new ResumeSchedule(schedule)), path),
        };
    }
}
