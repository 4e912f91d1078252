using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Whole processes die and work against each other.</summary>
[SupportedOSPlatform("linux")]
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>Each round adds snapshots to be proven after every kill that follows.</summary>
    private const int KillsOfOneRepository = 8;

    /// <summary>More than the calls of one round of the worker.</summary>
    private const int CallsOfARound = 150;

    [SkippableFact]
    public async Task A_process_killed_anywhere_loses_at_most_what_it_was_at()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int left = RandomRuns.Of(160); left > 0; left -= KillsOfOneRepository)
        {
            using WorkedRepository repository = await WorkedRepository.CreateAsync();
            for (int kill = 0; kill < Math.Min(left, KillsOfOneRepository); kill++)
            {
                await KillAsync(repository, worker: kill, random.Next(1, CallsOfARound * 2));
                await repository.ProveAsync();
            }

            output.WriteLine($"{repository.Acknowledged} snapshots outlived the kills");
        }
    }

    [SkippableFact]
    public async Task Two_that_back_up_while_a_third_prunes_lose_nothing()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        int rounds = RandomRuns.Of(100);
        using WorkedRepository repository = await WorkedRepository.CreateAsync();
        using ActorProcess pruner = ActorProcess.Start("prune", repository.Path);
        Task<int> pruned = Task.Run(() => CountAsync(pruner, "pruned"));

        int[] ended = await Task.WhenAll(BackUpAsync(repository, worker: 1, rounds), BackUpAsync(repository, worker: 2, rounds));
        pruner.EndInput();

        Assert.All(ended, code => Assert.Equal(0, code));
        Assert.Equal(0, await pruner.EndAsync());
        Assert.InRange(await pruned, 1, int.MaxValue);
        Assert.Equal(2 * rounds, repository.Acknowledged);
        await repository.ProveAsync();
    }

    private static async Task KillAsync(WorkedRepository repository, int worker, int atCall)
    {
        using ActorProcess process = repository.Start("work", worker, rounds: 1000);
        int calls = 0;
        while (await process.ReadLineAsync() is { } line)
        {
            repository.Note(worker, line);
            if (line == "call" && ++calls == atCall)
            {
                process.Kill();
            }
        }

        Assert.NotEqual(0, await process.EndAsync());
        Assert.InRange(calls, atCall, int.MaxValue);
    }

    private static async Task<int> BackUpAsync(WorkedRepository repository, int worker, int rounds)
    {
        using ActorProcess process = repository.Start("backup", worker, rounds);
        while (await process.ReadLineAsync() is { } line)
        {
            repository.Note(worker, line);
        }

        return await process.EndAsync();
    }

    private static async Task<int> CountAsync(ActorProcess process, string wanted)
    {
        int count = 0;
        while (await process.ReadLineAsync() is { } line)
        {
            count += line == wanted ? 1 : 0;
        }

        return count;
    }
}
