using System.Runtime.Versioning;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Processes that write into one audit log are killed while they do.</summary>
[SupportedOSPlatform("linux")]
public sealed class AuditKillTests(ITestOutputHelper output)
{
    private const int Writers = 3;
    private const int MostEvents = 40;

    [Fact]
    public async Task Killed_at_any_moment_the_log_is_whole_and_raises_no_alarm()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using TemporaryFolder folder = new();
        LocalStore store = new(Path.Combine(folder.Path, "state"), "Test", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.InitializeAsync(store, "tester", "admin", password: null, CancellationToken.None);
        HashSet<string?> made = [];
        for (int round = RandomRuns.Of(100); round > 0; round--)
        {
            string[][] told = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAndKillAsync(store.Path, random.Next(1, MostEvents))));
            made.UnionWith(told.SelectMany(names => names));
            AuditVerification verification = await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None);
            Assert.True(verification.Passed, string.Join("; ", verification.Findings));
        }

        HashSet<string?> logged = [];
        await foreach (AuditEvent one in await client.InvokeAsync(new ListAuditEvents([], ["createUser"], [], null, null, null, null), progress: null, CancellationToken.None))
        {
            logged.Add(one.ObjectName);
        }

        Assert.Subset(logged, made);
        output.WriteLine($"{made.Count} events");
    }

    /// <returns>Whom it said that it had made.</returns>
    private static async Task<string[]> WriteAndKillAsync(string state, int after)
    {
        List<string> told = [];
        using ActorProcess process = ActorProcess.Start("audit", state);
        while (await process.ReadLineAsync() is { } line)
        {
            told.Add(line);
            if (told.Count == after)
            {
                process.Kill();
            }
        }

        Assert.NotEqual(0, await process.EndAsync());
        Assert.InRange(told.Count, after, int.MaxValue);
        return [.. told];
    }
}
