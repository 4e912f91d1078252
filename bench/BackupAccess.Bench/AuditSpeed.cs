using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Bench;

/// <summary>What an audit event costs beside SQLite's own commit, and how fast a long log is verified and listed.</summary>
internal static class AuditSpeed
{
    private const int Commits = 2000;
    private const int InOneCommit = 10_000;

    private static long s_alone;

    public static async Task MeasureAsync(int events, string folder, TextWriter output)
    {
        LocalStore store = new(folder, "Bench", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.InitializeAsync(store, "bench", "admin", password: null, CancellationToken.None);
        StateDatabase database = StateFolder.Open(folder, TimeProvider.System).Database;
        AuditKeys keys = database.Audit!.Keys;
        string head = Path.Combine(folder, AuditOpening.HeadFile);
        for (int round = 0; round < 2; round++)
        {
            Say(output, "commit of an event without chain and head, us", Microseconds(Commits, _ => WriteAlone(database)));
            Say(output, "commit of an event, us", Microseconds(Commits, number => Write(database, number, count: 1)));
        }

        Clear(database);
        Say(output, "the head alone, us", Microseconds(Commits, _ => WriteHead(head, keys)));
        Say(output, "an event more in a commit, us", Microseconds(events / InOneCommit, number => Write(database, number, InOneCommit)) / InOneCommit);

        long started = Stopwatch.GetTimestamp();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        AuditVerification verification = await client.InvokeAsync(new VerifyAuditLog(null), progress: null, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double busy = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{verification.Events} events verified in {seconds:f2} s and {busy:f2} s of a processor, {verification.Events / busy:f0} a second of it, passed: {verification.Passed}"));
        await ListAsync(client, output, "all", new ListAuditEvents([], [], [], null, null, null, null));
        await ListAsync(client, output, "of a user with few", new ListAuditEvents(["rare"], [], [], null, null, null, null));
        await ListAsync(client, output, "of an object", new ListAuditEvents([], [], ["web01/account77"], null, null, null, null));
        await ListAsync(client, output, "of an object among others", new ListAuditEvents([], [], ["web01"], null, null, null, null));
        await ListAsync(client, output, "of nobody, by a pattern", new ListAuditEvents(["nob*dy"], [], [], null, null, null, null));
        await ListAsync(client, output, "failed", new ListAuditEvents([], [], [], AuditOutcome.Failed, null, null, null));
    }

    private static async Task ListAsync(LocalClient client, TextWriter output, string what, ListAuditEvents request)
    {
        long started = Stopwatch.GetTimestamp();
        double first = 0;
        int count = 0;
        await foreach (AuditEvent _ in await client.InvokeAsync(request, progress: null, CancellationToken.None))
        {
            first = count++ == 0 ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : first;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: the first in {first:f1} ms, {count} in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:f0} ms"));
    }

    /// <summary>The same row as an event is, in the same table, but before the log's beginning.</summary>
    private static void WriteAlone(StateDatabase database)
    {
        using StateTransaction transaction = database.BeginImmediate();
        AuditStore.Insert(transaction, Row(number: 0, i: 0) with { Sequence = -++s_alone, Mac = new byte[AuditKeys.MacSize] });
        transaction.Commit();
    }

    private static void Clear(StateDatabase database)
    {
        using StateTransaction transaction = database.BeginImmediate();
        AuditStore.DeleteUpTo(transaction, sequence: 0);
        transaction.Commit();
    }

    private static void WriteHead(string path, AuditKeys keys)
    {
        using AuditHeadFile head = AuditHeadFile.Open(path)!;
        AuditHeadState state = head.Read(keys)!.Value;
        head.Write(keys, state with { Pending = state.Confirmed });
        head.Write(keys, state);
    }

    private static AuditRow Row(int number, int i) => new(
        0, TimeProvider.System.Now(), i % 5000 == 1 ? "rare" : "jane", "019ca945-0a00-7aa8-adc5-517e84881d62", "Bench", "BKAKSQWZGC2I5S4XTW4I", "local", "backupAccount",
        "account", $"019ca945-0a00-7aa8-adc5-{number:d6}{i:d6}", $"web01/account{i % 1000}", "Succeeded", null, null)
    {
        Others = i % 10 == 0 ? [new AuditedObject("user", "019ca945-0a00-7aa8-adc5-517e84881d62", "jane"), new AuditedObject("connector", "019ca945-0a00-7aa8-adc5-517e84881d63", "web01")] : [],
    };

    private static void Write(StateDatabase database, int number, int count)
    {
        using StateTransaction transaction = database.BeginImmediate();
        for (int i = 0; i < count; i++)
        {
            transaction.Audit!.Append(transaction, Row(number, i));
        }

        transaction.Commit();
    }

    private static double Microseconds(int times, Action<int> act)
    {
        act(0);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            act(i);
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / times;
    }

    private static void Say(TextWriter output, string what, double value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:f1}"));
}
