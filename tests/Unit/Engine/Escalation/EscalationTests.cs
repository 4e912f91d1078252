using Xunit.Abstractions;

namespace BackupAccess.Engine.Tests.Escalation;

/// <summary>
/// Users without Administrator who act together, whatever they try, never may more than what one of them could have given.
/// </summary>
public sealed class EscalationTests(ITestOutputHelper output)
{
    private const int Sequences = 100_000;
    private const int Steps = 20;

    [Fact]
    public async Task No_sequence_of_acts_widens_what_a_band_of_lesser_users_may()
    {
        await using EscalationWorld world = await EscalationWorld.CreateAsync();
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        int[] succeeded = new int[Step.Kinds];
        await Parallel.ForAsync(0, RandomRuns.Of(Sequences), async (sequence, _) =>
        {
            await using Band band = await world.GatherAsync(new Random(seed + sequence));
            for (int step = 0; step < Steps; step++)
            {
                if (await band.TryAsync() is { } kind)
                {
                    Interlocked.Increment(ref succeeded[kind]);
                }
            }

            string? excess = band.FindExcess();
            Assert.True(excess is null, $"seed {seed + sequence}: {excess}\n{band.Log}");
        });

        output.WriteLine(string.Join(", ", succeeded.Select((count, kind) => $"{Step.NameOf(kind)} {count}")));
        Assert.All(Enumerable.Range(0, Step.Kinds), kind => Assert.True(succeeded[kind] > 0, $"{Step.NameOf(kind)} never succeeded: the sequences try too little."));
    }
}
