namespace BackupAccess.Repository.Retention;

/// <summary>
/// Which backups stay, by the rules of restic's <c>forget</c>: what any rule keeps is kept. A rule of a period keeps the
/// newest of each hour, day, ISO week, month or year, as many as are counted or for as long as is said; "within" reaches
/// back from the newest that doesn't lie in the future.
/// </summary>
public sealed record RetentionPolicy
{
    /// <summary>So many of the newest.</summary>
    public int Last { get; init => field = Counted(value); }

    public int Hourly { get; init => field = Counted(value); }

    public int Daily { get; init => field = Counted(value); }

    public int Weekly { get; init => field = Counted(value); }

    public int Monthly { get; init => field = Counted(value); }

    public int Yearly { get; init => field = Counted(value); }

    /// <summary>Everything that is younger.</summary>
    public CalendarDuration Within { get; init; }

    public CalendarDuration WithinHourly { get; init; }

    public CalendarDuration WithinDaily { get; init; }

    public CalendarDuration WithinWeekly { get; init; }

    public CalendarDuration WithinMonthly { get; init; }

    public CalendarDuration WithinYearly { get; init; }

    /// <summary>What has all tags of one of these lists stays.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tags { get; init; } = [];

    /// <summary>Whether it has no rule: then it keeps everything.</summary>
    public bool IsEmpty => Tags.Count == 0
        && (Last | Hourly | Daily | Weekly | Monthly | Yearly) == 0
        && new[] { Within, WithinHourly, WithinDaily, WithinWeekly, WithinMonthly, WithinYearly }.All(within => within == CalendarDuration.None);

    /// <summary>Decides on every item.</summary>
    /// <param name="items">The items, in any order.</param>
    /// <param name="subject">What the policy is to see of each.</param>
    /// <param name="now">What is later lies in the future.</param>
    /// <returns>The decisions, newest first.</returns>
    public IReadOnlyList<RetentionDecision<T>> Apply<T>(IEnumerable<T> items, Func<T, RetentionSubject> subject, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(subject);
        List<(T Item, RetentionSubject Subject)> all = [.. items.Select(item => (item, subject(item))).OrderByDescending(item => item.Item2.Time)];
        if (IsEmpty)
        {
            return all.ConvertAll(item => new RetentionDecision<T>(item.Item, ["the policy is empty"]));
        }

        DateTimeOffset? latest = all.Where(item => item.Subject.Time < now).Select(item => (DateTimeOffset?)item.Subject.Time).FirstOrDefault();
        RetentionRun run = new(this, latest);
        return all.ConvertAll(item => new RetentionDecision<T>(item.Item, run.ReasonsToKeep(item.Subject)));
    }

    private static int Counted(int value) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A count isn't negative.");
}
