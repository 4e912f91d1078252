using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Actor;

/// <summary>Serves a state as <c>backup-access serve</c> does, says when it has begun, and ends with its input.</summary>
internal static class ScheduleServer
{
    public static async Task RunAsync(string state)
    {
        LocalStore store = new(state, "Actor", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local("actor"), CancellationToken.None);
        using CancellationTokenSource stop = new();
        Task serving = client.ServeAsync(() => Console.WriteLine("serving"), stop.Token);
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await stop.CancelAsync();
        await serving;
    }
}
