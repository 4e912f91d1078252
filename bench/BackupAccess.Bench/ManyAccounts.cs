using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Bench;

/// <summary>What many accounts cost: their discovery and their list, small backups, and a catalogue of a million backups.</summary>
internal static class ManyAccounts
{
    private const int BackedUp = 1000;
    private const int Files = 3;
    private const int Page = 100;
    private const long Day = 86_400_000_000L;

    /// <param name="accounts">How many accounts; more than a thousand, which are backed up for real.</param>
    /// <param name="backups">How many rows the catalogue gets for the others.</param>
    /// <param name="folder">A folder that there isn't yet.</param>
    /// <param name="output">Takes the figures.</param>
    public static async Task MeasureAsync(int accounts, int backups, string folder, TextWriter output)
    {
        string homes = Path.Combine(folder, "homes");
        MakeHomes(homes, accounts);
        LocalStore store = new(Path.Combine(folder, "state"), "Bench", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.InitializeAsync(store, "bench", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, homes, Storage: null, ConnectorOrigin.New));
        await TimeAsync(output, $"discovery of {accounts} accounts", () => DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01"))));
        await TimeAsync(output, "discovery again", () => DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01"))));

        AccountReference[] small = [.. Enumerable.Range(0, BackedUp).Select(number => new AccountReference($"web01/{NameOf(number)}"))];
        await TimeEachAsync(output, $"a first backup of {Files} small files", small, account => DoAsync(client, new BackupAccount(account, [])));
        await TimeEachAsync(output, "a second backup of the same", small, account => DoAsync(client, new BackupAccount(account, [])));
        RetentionPolicy policy = new() { Daily = 14, Monthly = 12 };
        await TimeEachAsync(output, "a retention plan", small, account => DoAsync(client, new ApplyRetention(account, policy, Kind: null, RetentionPrune.None, WorkMode.Preview)));

        Fill(store.Path, backups);
        await TimeAsync(output, $"list of {accounts} accounts", () => CountAsync(client, new ListAccounts([], [], [], AccountPresence.Live), int.MaxValue));
        for (int round = 0; round < 3; round++)
        {
            await TimeAsync(output, $"backups of one account of a million backups", () => CountAsync(client, new ListBackups([$"web01/{NameOf(accounts - 1)}"], [], null, null, null, null, null), int.MaxValue));
            await TimeAsync(output, $"the first {Page} of a million backups", () => CountAsync(client, new ListBackups([], [], null, null, null, null, null), Page));
        }
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"account{number:d5}");

    private static void MakeHomes(string homes, int accounts)
    {
        for (int number = 0; number < accounts; number++)
        {
            string home = Path.Combine(homes, NameOf(number));
            Directory.CreateDirectory(home);
            for (int file = 0; file < (number < BackedUp ? Files : 0); file++)
            {
                File.WriteAllText(Path.Combine(home, $"file{file}.txt"), $"{number} {file}");
            }
        }
    }

    /// <summary>Writes rows of backups for the accounts that weren't backed up, one a day each.</summary>
    private static void Fill(string state, int backups)
    {
        using StateTransaction transaction = StateFolder.Open(state, TimeProvider.System).Database.BeginImmediate();
        IReadOnlyList<string> accounts = transaction.Query<string>("SELECT id FROM account WHERE name >= @first ORDER BY name", new { first = NameOf(BackedUp) });
        long now = TimeProvider.System.Now();
        for (int number = 0; number < backups; number++)
        {
            long created = now - (number / accounts.Count * Day) - (number % accounts.Count * 1000L);
            BackupStore.Insert(transaction, new BackupRow(
                Guid.CreateVersion7(created.ToTime()).ToString(), accounts[number % accounts.Count], new string('0', 64), nameof(BackupKind.Scheduled), "nightly", created,
                "[\"HomeDirectory\"]", 1000, 1_000_000, 10_000, 0, "[]", null, null, null, null, null));
        }

        transaction.Commit();
    }

    private static Task<T> DoAsync<T>(LocalClient client, IOperation<T> request) => client.InvokeAsync(request, progress: null, CancellationToken.None);

    private static async Task<int> CountAsync<T>(LocalClient client, IOperation<IAsyncEnumerable<T>> request, int most)
    {
        int count = 0;
        await foreach (T _ in await DoAsync(client, request))
        {
            if (++count == most)
            {
                break;
            }
        }

        return count;
    }

    private static async Task TimeAsync<T>(TextWriter output, string what, Func<Task<T>> act)
    {
        long started = Stopwatch.GetTimestamp();
        T result = await act();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:f1} ms{(result is int count ? $", {count} of them" : "")}"));
    }

    private static async Task TimeEachAsync<T>(TextWriter output, string what, IReadOnlyList<AccountReference> accounts, Func<AccountReference, Task<T>> act)
    {
        long started = Stopwatch.GetTimestamp();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        foreach (AccountReference account in accounts)
        {
            await act(account);
        }

        double wall = Stopwatch.GetElapsedTime(started).TotalMilliseconds / accounts.Count;
        double busy = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / accounts.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {wall:f1} ms each, {busy:f1} ms of it CPU"));
    }
}
