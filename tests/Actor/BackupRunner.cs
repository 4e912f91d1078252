using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Actor;

/// <summary>Backs an account up by a configuration, as somebody at a prompt does.</summary>
internal static class BackupRunner
{
    public static async Task RunAsync(string state, string account, string configuration)
    {
        LocalStore store = new(state, "Actor", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local("actor"), CancellationToken.None);
        BackupAccount backup = new(new AccountReference(account), []) { Configuration = new ConfigurationReference(configuration) };
        Console.WriteLine("working");
        await client.InvokeAsync(backup, progress: null, CancellationToken.None);
    }
}
