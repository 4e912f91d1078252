using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Actor;

/// <summary>Works a state's queue as <c>backup-access work</c> does, and says when it begins and of each task that has ended.</summary>
internal sealed class QueueWorker : IProgress<WorkTask>
{
    public static async Task RunAsync(string state)
    {
        LocalStore store = new(state, "Actor", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local("actor"), CancellationToken.None);
        Console.WriteLine("working");
        await client.WorkQueueAsync(new QueueWorker(), CancellationToken.None);
    }

    public void Report(WorkTask value) => Console.WriteLine($"{value.Id} {value.State}");
}
