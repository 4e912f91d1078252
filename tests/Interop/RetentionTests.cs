using System.Globalization;
using System.Text.Json;
using BackupAccess.Repository;
using BackupAccess.Repository.Retention;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Interop;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset s_start = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Any_policy_keeps_what_restic_s_forget_keeps()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed");
        using SharedRepository shared = new();
        await using ResticRepository repository = await shared.CreateAsync(SharedRepository.Options);
        Random random = new(20261120);
        ObjectId tree = await SaveEmptyTreeAsync(repository);
        for (int i = 0; i < 60; i++)
        {
            // Near each other as often as far apart, so that every rule has something to choose from.
            TimeSpan age = TimeSpan.FromMinutes(Math.Pow(random.NextDouble(), 3) * 3.7 * 365 * 24 * 60);
            Snapshot snapshot = new()
            {
                Time = s_start + TimeSpan.FromDays(3.7 * 365) - age,
                Tree = tree,
                Hostname = "web01",
                Paths = ["/home"],
                Tags = [.. new[] { "a", "b", "c" }.Where(_ => random.Next(6) == 0)],
            };
            await repository.SaveSnapshotAsync(snapshot, CancellationToken.None);
        }

        Prop.ForAll(Policies().ToArbitrary(), policy =>
        {
            ForgetOptions options = new() { Policy = policy, Grouping = SnapshotGrouping.None };
            ForgetResult ours = repository.PlanForgetAsync(options, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal(ResticKeeps(shared.Restic, policy), ours.Decisions.Where(decision => decision.IsKept).Select(decision => $"{decision.Item.Id}"));
        }).CheckTimes(200);
    }

    private static Gen<RetentionPolicy> Policies()
    {
        Gen<int> count = Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 12)));
        Gen<CalendarDuration> duration = Gen.Frequency(
            (3, Gen.Constant(CalendarDuration.None)),
            (1, from years in Gen.Choose(0, 2)
                from months in Gen.Choose(0, 14)
                from days in Gen.Choose(0, 40)
                from hours in Gen.Choose(0, 30)
                select CalendarDuration.Parse($"{years}y{months}m{days}d{hours}h")));
        Gen<IReadOnlyList<string>[]> tags = Gen.Elements<IReadOnlyList<string>[]>([], [], [["a"]], [["a", "b"], ["c"]]);
        return (from counts in count.ArrayOf(6)
                from durations in duration.ArrayOf(6)
                from tagLists in tags
                select new RetentionPolicy
                {
                    Last = counts[0],
                    Hourly = counts[1],
                    Daily = counts[2],
                    Weekly = counts[3],
                    Monthly = counts[4],
                    Yearly = counts[5],
                    Within = durations[0],
                    WithinHourly = durations[1],
                    WithinDaily = durations[2],
                    WithinWeekly = durations[3],
                    WithinMonthly = durations[4],
                    WithinYearly = durations[5],
                    Tags = tagLists,
                }).Where(policy => !policy.IsEmpty);
    }

    /// <summary>The ids that restic keeps, newest first.</summary>
    private static List<string> ResticKeeps(ResticProgram restic, RetentionPolicy policy)
    {
        List<string> arguments = ["forget", "--dry-run", "--json", "--group-by", ""];
        Add("--keep-last", policy.Last);
        Add("--keep-hourly", policy.Hourly);
        Add("--keep-daily", policy.Daily);
        Add("--keep-weekly", policy.Weekly);
        Add("--keep-monthly", policy.Monthly);
        Add("--keep-yearly", policy.Yearly);
        AddWithin("--keep-within", policy.Within);
        AddWithin("--keep-within-hourly", policy.WithinHourly);
        AddWithin("--keep-within-daily", policy.WithinDaily);
        AddWithin("--keep-within-weekly", policy.WithinWeekly);
        AddWithin("--keep-within-monthly", policy.WithinMonthly);
        AddWithin("--keep-within-yearly", policy.WithinYearly);
        arguments.AddRange(policy.Tags.SelectMany(tags => new[] { "--keep-tag", string.Join(',', tags) }));

        using JsonDocument groups = JsonDocument.Parse(restic.Run([.. arguments]));
        return
        [
            .. groups.RootElement.EnumerateArray().SelectMany(group => group.GetProperty("keep").EnumerateArray())
                .OrderByDescending(snapshot => snapshot.GetProperty("time").GetDateTimeOffset())
                .Select(snapshot => snapshot.GetProperty("id").GetString()!),
        ];

        void Add(string name, int count)
        {
            if (count > 0)
            {
                arguments.AddRange([name, count.ToString(CultureInfo.InvariantCulture)]);
            }
        }

        void AddWithin(string name, CalendarDuration within)
        {
            if (within != CalendarDuration.None)
            {
                arguments.AddRange([name, $"{within}"]);
            }
        }
    }

    private static async Task<ObjectId> SaveEmptyTreeAsync(ResticRepository repository)
    {
        await using Repository.Packs.BlobWriter writer = repository.OpenWriter();
        ObjectId tree = writer.Save(BlobType.Tree, "{\"nodes\":[]}\n"u8).Id;
        await writer.FlushAsync(CancellationToken.None);
        return tree;
    }
}
