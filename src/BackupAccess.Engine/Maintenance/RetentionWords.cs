using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Maintenance;

/// <summary>Says a policy in a line, for the audit log: <c>keep last 3, daily 14, within 2d; prune</c>.</summary>
internal static class RetentionWords
{
    public static string Of(ApplyRetention request)
    {
        if (request.Policy is not { } policy)
        {
            return $"what the settings end{(request.Kind is null ? "" : $" of {request.Kind}")}{(request.Prune == RetentionPrune.Prune ? "; prune" : "")}";
        }

        (string Name, int Count)[] counts =
        [
            ("last", policy.Last), ("hourly", policy.Hourly), ("daily", policy.Daily), ("weekly", policy.Weekly), ("monthly", policy.Monthly), ("yearly", policy.Yearly),
        ];
        (string Name, CalendarDuration Within)[] durations =
        [
            ("within", policy.Within), ("hourly within", policy.WithinHourly), ("daily within", policy.WithinDaily),
            ("weekly within", policy.WithinWeekly), ("monthly within", policy.WithinMonthly), ("yearly within", policy.WithinYearly),
        ];
        IEnumerable<string> rules = counts.Where(rule => rule.Count > 0).Select(rule => $"{rule.Name} {rule.Count}")
            .Concat(durations.Where(rule => rule.Within != CalendarDuration.None).Select(rule => $"{rule.Name} {rule.Within}"));
        string kind = request.Kind is null ? "" : $" of {request.Kind}";
        return $"keep{kind} {string.Join(", ", rules)}{(request.Prune == RetentionPrune.Prune ? "; prune" : "")}";
    }
}
