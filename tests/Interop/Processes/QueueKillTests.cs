using System.Runtime.Versioning;
using BackupAccess.Tests;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Processes that work one queue are killed while they do.</summary>
[SupportedOSPlatform("linux")]
public sealed class QueueKillTests(ITestOutputHelper output)
{
    private const int Workers = 2;
    private const int KillsOfOneQueue = 20;
    private const int LongestLife = 1500;

    [Fact]
    public async Task Killed_at_any_moment_no_task_is_lost_done_twice_or_running_for_ever()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int left = RandomRuns.Of(500); left > 0; left -= KillsOfOneQueue)
        {
            using WorkedQueue queue = await WorkedQueue.CreateAsync();
            int kills = 0;
            while (kills < Math.Min(left, KillsOfOneQueue))
            {
                await queue.FillAsync(random);
                int[] killed = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAndKillAsync(queue.State, random.Next(LongestLife))));
                kills += killed.Sum();
            }

            await WorkToTheEndAsync(queue.State);
            output.WriteLine($"{kills} kills: {await queue.ProveAsync()}");
        }
    }

    /// <returns>One where the worker was killed, none where nothing was left to do before.</returns>
    private static async Task<int> WorkAndKillAsync(string state, int life)
    {
        using ActorProcess process = ActorProcess.Start("queue", state);
        Assert.Equal("working", await process.ReadLineAsync());
        await Task.WhenAny(Task.Delay(life), ReadAllAsync(process));
        process.Kill();
        return await process.EndAsync() == 0 ? 0 : 1;
    }

    private static async Task WorkToTheEndAsync(string state)
    {
        using ActorProcess process = ActorProcess.Start("queue", state);
        await ReadAllAsync(process);
        Assert.Equal(0, await process.EndAsync());
    }

    private static async Task ReadAllAsync(ActorProcess process)
    {
        while (await process.ReadLineAsync() is not null)
        {
        }
    }
}
