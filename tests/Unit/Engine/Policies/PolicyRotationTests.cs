using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Policies;

public sealed class PolicyRotationTests
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, null, PolicyDeletion.CountAndAge, new[] { 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(null, 5, PolicyDeletion.CountAndAge, new[] { 5, 6, 7, 8, 9 })]
    [InlineData(3, 5, PolicyDeletion.CountAndAge, new[] { 5, 6, 7, 8, 9 })]
    [InlineData(7, 5, PolicyDeletion.CountAndAge, new[] { 7, 8, 9 })]
    [InlineData(7, 5, PolicyDeletion.AgeOnly, new[] { 5, 6, 7, 8, 9 })]
    [InlineData(1, 1, PolicyDeletion.Never, new int[0])]
    [InlineData(null, null, PolicyDeletion.CountAndAge, new int[0])]
    [InlineData(0, null, PolicyDeletion.CountAndAge, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void Backups_of_each_day_go_when_the_rule_lets_them(int? keep, int? days, PolicyDeletion deletion, int[] gone) =>
        Assert.Equal(gone, Gone(PolicyOf(deletion, keep, days), [.. Enumerable.Range(0, 10).Select(age => Of(age))]));

    [Fact]
    public void Another_labels_rule_lets_nothing_go() =>
        Assert.Empty(PolicyRotation.Ended(PolicyOf(PolicyDeletion.CountAndAge, 1, 1), RetentionLabel.Monthly, [Of(50), Of(60)], s_now.ToMicroseconds()));

    [Fact]
    public void A_locked_backup_stays_and_is_not_counted() =>
        Assert.Equal([3], Gone(PolicyOf(PolicyDeletion.CountAndAge, 2, null), [Of(0), Of(1) with { LockedAt = 1 }, Of(2), Of(3)]));

    [Fact]
    public void The_newest_whole_backup_goes_by_age_alone_only()
    {
        BackupRow[] backups = [Of(8) with { ProblemCount = 1 }, Of(9), Of(10)];

        Assert.Equal([8, 10], Gone(PolicyOf(PolicyDeletion.CountAndAge, 0, null), backups));
        Assert.Equal([8, 9, 10], Gone(PolicyOf(PolicyDeletion.AgeOnly, null, 1), backups));
    }

    private static PolicyRow PolicyOf(PolicyDeletion deletion, int? keep, int? days) =>
        new("id", "year", PolicyRow.ToJson([new LabelRule(RetentionLabel.Daily, keep, days)]), $"{deletion}", 0);

    /// <summary>The ages of those that go.</summary>
    private static int[] Gone(PolicyRow policy, BackupRow[] newestFirst) =>
        [.. PolicyRotation.Ended(policy, RetentionLabel.Daily, newestFirst, s_now.ToMicroseconds()).Select(ended => (s_now - ended.Backup.CreatedAt.ToTime()).Days)];

    private static BackupRow Of(int age) => new(
        Guid.NewGuid().ToString(), "", "", nameof(BackupKind.Scheduled), "team-a/shop", (s_now - TimeSpan.FromDays(age)).ToMicroseconds(),
        "[]", 1, 1, 1, ProblemCount: 0, "[]", null, null, null, null, null, Label: nameof(RetentionLabel.Daily));
}
