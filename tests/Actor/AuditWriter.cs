using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Actor;

/// <summary>Makes users until it is killed, and says so of each that is made.</summary>
internal static class AuditWriter
{
    public static async Task RunAsync(string state)
    {
        LocalStore store = new(state, "Actor", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local("actor"), CancellationToken.None);
        while (true)
        {
            string name = $"user{Guid.CreateVersion7():n}";
            await client.InvokeAsync(new CreateUser(name, [], ConsoleAccess.Off, Password: null, Until: null), progress: null, CancellationToken.None);
            Console.WriteLine(name);
        }
    }
}
