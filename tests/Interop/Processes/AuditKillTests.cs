using System.Runtime.Versioning;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Processes that write into one audit log are killed while they do.</summary>
[SupportedOSPlatform("linux")]
public sealed class AuditKillTests(ITestOutputHelper output)
{
    private const int Writers = 3;
    private const int MostEvents = 40;
    private const int Killed = 128 + 9;

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
            Assert.All(verification.Findings, finding => Assert.Equal(AuditFindingKind.Interrupted, finding.Kind));
        }

        long end = (await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None)).Last;

        HashSet<string?> logged = [];
        await foreach (AuditEvent one in await client.InvokeAsync(new ListAuditEvents([], ["createUser"], [], null, null, null, null), progress: null, CancellationToken.None))
        {
            logged.Add(one.ObjectName);
        }

        Assert.Subset(logged, made);
        output.WriteLine($"{made.Count} events");
        Cut(store, after: end - 1);
        Assert.False((await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None)).Passed);
    }

    [Fact]
    public async Task Killed_between_the_commit_and_its_confirmation_there_is_nothing_to_say()
    {
        using TemporaryFolder folder = new();
        LocalStore store = new(Path.Combine(folder.Path, "state"), "Test", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.InitializeAsync(store, "tester", "admin", password: null, CancellationToken.None);
        for (int round = 0; round < 3; round++)
        {
            await CutAsync(store.Path, "after");
            Assert.Empty((await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None)).Findings);
        }

        await MakeUserAsync(client);
        AuditVerification verification = await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None);
        Assert.Empty(verification.Findings);

        Cut(store, after: verification.Last - 1);
        Assert.Equal([AuditFindingKind.Missing], (await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None)).Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task Killed_before_the_commit_the_log_says_so_and_passes()
    {
        using TemporaryFolder folder = new();
        LocalStore store = new(Path.Combine(folder.Path, "state"), "Test", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.InitializeAsync(store, "tester", "admin", password: null, CancellationToken.None);
        await CutAsync(store.Path, "before");
        await MakeUserAsync(client);

        AuditVerification verification = await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None);

        Assert.True(verification.Passed);
        Assert.Equal([AuditFindingKind.Interrupted], verification.Findings.Select(finding => finding.Kind));
    }

    private static Task MakeUserAsync(LocalClient client) =>
        client.InvokeAsync(new CreateUser("jane", [], ConsoleAccess.Off, Password: null, Until: null), progress: null, CancellationToken.None);

    /// <summary>Has a process write an event that is killed right before or after its commit.</summary>
    private static async Task CutAsync(string state, string when)
    {
        using ActorProcess process = ActorProcess.Start("cut", state, when);
        Assert.Equal(Killed, await process.EndAsync());
    }

    /// <summary>Takes events off the end, as who holds the database can.</summary>
    private static void Cut(LocalStore store, long after)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(store.Path, "state.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = new("DELETE FROM audit_event WHERE sequence > @after", connection);
        command.Parameters.AddWithValue("@after", after);
        Assert.NotEqual(0, command.ExecuteNonQuery());
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
