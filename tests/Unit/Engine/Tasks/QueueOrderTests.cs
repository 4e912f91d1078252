using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tasks;
using BackupAccess.Tests;
using Xunit.Abstractions;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>Random histories of the queue over the accounts of two connectors go as the model of it says, step by step.</summary>
public sealed class QueueOrderTests(ITestOutputHelper output)
{
    private const int StepsOfAHistory = 80;
    private const int MostQueued = 40;

    private static readonly string[] s_accounts = ["alice", "bob", "carol", "dave", "erin"];

    [Fact]
    public async Task Tasks_go_by_priority_and_then_age_within_their_lanes_and_one_at_a_time_of_an_account()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        await using TaskWorld world = await TaskWorld.CreateAsync("alice", "bob");
        await world.Store.AddConnectorAsync("web02", Path.Combine(world.Store.Root, "others"), ConnectorOrigin.New, "carol", "dave", "erin");
        foreach ((string tag, string group) in ModelAccount.Tags.Zip(["High", "Low"]))
        {
            await world.Store.Local.DoAsync(new CreateTag(tag, Color: null));
            await world.Store.Local.DoAsync(new UpdatePriorityGroup(group, null, null, null, null, null, [tag], Default: false));
        }

        QueueHistory history = new(world, random);
        for (int round = RandomRuns.Of(200); round > 0; round--)
        {
            history.Begin(s_accounts);
            for (int step = 0; step < StepsOfAHistory; step++)
            {
                await history.StepAsync(MostQueued);
            }
        }
    }
}
