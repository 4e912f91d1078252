using BackupAccess.Engine.Schedules;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers schedules: by name where that is unique among those offered, else as profile/name.</summary>
internal sealed class ScheduleCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        string[] profiles = query.BoundText("Profile") is { } profile ? [profile] : [];
        Schedule[] found = [.. query.List(new ListSchedules([query.Pattern], profiles))];
        HashSet<string> twice = [.. found.CountBy(schedule => schedule.Name, StringComparer.OrdinalIgnoreCase).Where(count => count.Value > 1).Select(count => count.Key)];
        bool byPath = query.Text.Contains('/', StringComparison.Ordinal);
        return found.Select(schedule => new Suggestion(byPath || twice.Contains(schedule.Name) ? schedule.Path : schedule.Name, $"{schedule.Path}, {schedule.When}"));
    }
}
