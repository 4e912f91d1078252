using System.Diagnostics;
using System.Globalization;
using System.Text;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Bench.Policies;

/// <summary>Many users made through the operation, each with its audit event: one by one, and in one transaction.</summary>
internal static class BulkUsers
{
    private const int OneByOne = 2_000;

    // What a document may hold is limited; one apply takes any number of them.
    private const int InDocument = 20_000;

    public static async Task MeasureAsync(int users, string folder, TextWriter output)
    {
        LocalStore store = new(folder, "Bench", TimeProvider.System, new SystemBootClock());
        await using LocalClient local = await LocalClient.InitializeAsync(store, Environment.UserName, "admin", password: null, CancellationToken.None);
        NewAccessKey key = await local.InvokeAsync(new CreateAccessKey(new UserReference("admin"), null), null, CancellationToken.None);
        await using LocalClient admin = await LocalClient.ConnectAsync(store, new SignIn.AccessKey(key.AccessKeyId, key.SecretAccessKey), CancellationToken.None);

        TimeSpan before = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        for (int user = 0; user < OneByOne; user++)
        {
            await admin.InvokeAsync(new CreateUser($"single{user}", ["Viewer"], ConsoleAccess.Off, null, null), null, CancellationToken.None);
        }

        TimeSpan single = Stopwatch.GetElapsedTime(started) / OneByOne;
        TimeSpan processor = (Environment.CpuUsage.TotalTime - before) / OneByOne;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"createUser one by one: {single.TotalMilliseconds:f2} ms each, {processor.TotalMilliseconds:f2} ms of it CPU"));

        StateDocument[] documents = [.. Enumerable.Range(0, users).Chunk(InDocument).Select(Declare)];
        before = Environment.CpuUsage.TotalTime;
        started = Stopwatch.GetTimestamp();
        IReadOnlyList<StateChange> changes = await admin.InvokeAsync(new ApplyState(documents), null, CancellationToken.None);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"createUser in one transaction: {changes.Count} users in {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:f1} s of it CPU"));
    }

    private static StateDocument Declare(int[] users)
    {
        StringBuilder text = new("apiVersion: backupaccess/v1\nkind: State\nusers:\n");
        foreach (int user in users)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - name: user{user}\n    roles: [Viewer]\n    consoleAccess: false\n");
        }

        return new StateDocument($"users{users[0]}.yaml", "/", text.ToString());
    }
}
