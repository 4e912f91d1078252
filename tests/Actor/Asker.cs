using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Actor;

/// <summary>
/// Signs in with the access key that its input names (id and secret, a line each) and asks for one account over and over.
/// Tells of each time when it asked, by the clock that all processes of a machine share, and whether it was let.
/// </summary>
internal sealed class Asker(string state, string account)
{
    public async Task RunUntilInputEndsAsync()
    {
        string id = Console.ReadLine()!;
        using Secret secret = Secret.FromChars(Console.ReadLine());
        LocalStore store = new(state, "Test", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.AccessKey(id, secret), CancellationToken.None);
        Task inputEnds = Task.Run(Console.In.ReadToEnd);
        while (!inputEnds.IsCompleted)
        {
            long asked = Stopwatch.GetTimestamp();
            bool allowed = await IsListedAsync(client);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} {(allowed ? "allowed" : "refused")}"));
        }
    }

    private async Task<bool> IsListedAsync(LocalClient client) =>
        await (await client.InvokeAsync(new ListAccounts([account], [], [], AccountPresence.Live), progress: null, CancellationToken.None)).AnyAsync();
}
