using System.Globalization;

namespace BackupAccess.Repository.Retention;

/// <summary>One application of a policy: asked of everything once, newest first.</summary>
internal sealed class RetentionRun
{
    private readonly RetentionPolicy _policy;
    private readonly DateTimeOffset _within;
    private readonly PeriodRule[] _rules;
    private int _last;

    /// <param name="policy">The policy.</param>
    /// <param name="latest">What "within" reaches back from; null when everything lies in the future.</param>
    public RetentionRun(RetentionPolicy policy, DateTimeOffset? latest)
    {
        _policy = policy;
        _last = policy.Last;
        _within = Cutoff(policy.Within, latest);
        _rules =
        [
            .. new PeriodRule[]
            {
                new("hourly", Hour, policy.Hourly),
                new("daily", Day, policy.Daily),
                new("weekly", Week, policy.Weekly),
                new("monthly", Month, policy.Monthly),
                new("yearly", Year, policy.Yearly),
                Within("hourly", Hour, policy.WithinHourly, latest),
                Within("daily", Day, policy.WithinDaily, latest),
                Within("weekly", Week, policy.WithinWeekly, latest),
                Within("monthly", Month, policy.WithinMonthly, latest),
                Within("yearly", Year, policy.WithinYearly, latest),
            }.Where(rule => rule.Count > 0),
        ];
    }

    public List<string> ReasonsToKeep(RetentionSubject subject)
    {
        List<string> reasons = [];
        if (subject.IsLocked)
        {
            reasons.Add("locked");
        }

        reasons.AddRange(_policy.Tags.Where(tags => tags.All(subject.Tags.Contains)).Select(tags => $"tags {string.Join(", ", tags)}"));
        if (subject.Time > _within)
        {
            reasons.Add($"within {_policy.Within}");
        }

        if (_last > 0)
        {
            _last--;
            reasons.Add("last");
        }

        reasons.AddRange(_rules.Where(rule => rule.Keeps(subject.Time)).Select(rule => rule.Name));
        return reasons;
    }

    private static PeriodRule Within(string name, Func<DateTimeOffset, int> period, CalendarDuration within, DateTimeOffset? latest) =>
        new($"{name} within {within}", period, within == CalendarDuration.None ? 0 : int.MaxValue) { After = Cutoff(within, latest) };

    private static DateTimeOffset Cutoff(CalendarDuration within, DateTimeOffset? latest) =>
        within == CalendarDuration.None ? DateTimeOffset.MaxValue
        : latest is { } time ? within.Before(time)
        : DateTimeOffset.MinValue;

    private static int Hour(DateTimeOffset time) => (Day(time) * 24) + time.Hour;

    private static int Day(DateTimeOffset time) => (int)(time.DateTime.Ticks / TimeSpan.TicksPerDay);

    private static int Week(DateTimeOffset time) => (ISOWeek.GetYear(time.DateTime) * 100) + ISOWeek.GetWeekOfYear(time.DateTime);

    private static int Month(DateTimeOffset time) => (time.Year * 12) + time.Month;

    private static int Year(DateTimeOffset time) => time.Year;

    /// <summary>Keeps the first of each period that it is asked of, that many times.</summary>
    private sealed class PeriodRule(string name, Func<DateTimeOffset, int> period, int count)
    {
        private int? _current;

        public string Name { get; } = name;

        public int Count { get; private set; } = count;

        public DateTimeOffset After { get; init; } = DateTimeOffset.MinValue;

        public bool Keeps(DateTimeOffset time)
        {
            int asked = period(time);
            if (Count == 0 || asked == _current || time <= After)
            {
                return false;
            }

            _current = asked;
            Count--;
            return true;
        }
    }
}
