using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Actor;

/// <summary>Changes the state's key over and over until it is killed, and tells of each step.</summary>
internal static class KeyChanger
{
    public static async Task RunAsync(string state)
    {
        LocalStore store = new(state, "Actor", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local("actor"), CancellationToken.None);
        while (true)
        {
            await client.InvokeAsync(new RotateSealingKey(), new Teller(), CancellationToken.None);
            Console.WriteLine("changed");
        }
    }

    private sealed class Teller : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => Console.WriteLine(value.Stage);
    }
}
