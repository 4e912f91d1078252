using System.Diagnostics;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Actor;

/// <summary>Changes or resets an account's encryption key, and is killed by itself before one of the steps. The key, where one is needed, is the first line of its input.</summary>
internal static class KeyMover
{
    public static async Task RunAsync(string state, string account, string act, int killedBefore)
    {
        LocalStore store = new(state, "Actor", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local("actor"), CancellationToken.None);
        AccountReference reference = new(account);
        Killer killer = new(killedBefore);
        if (act == "reset")
        {
            await client.InvokeAsync(new ResetEncryptionKey(reference), killer, CancellationToken.None);
            return;
        }

        KeyLocation location = Enum.Parse<KeyLocation>(act);
        using Secret? key = location == KeyLocation.Local ? Secret.FromChars(await Console.In.ReadLineAsync()) : null;
        NewEncryptionKey made = await client.InvokeAsync(new SetEncryptionKey(reference, location, key), killer, CancellationToken.None);
        if (made.Key is { } told)
        {
            Console.WriteLine(new string(told.RevealChars()));
        }
    }

    private sealed class Killer(int before) : IProgress<WorkProgress>
    {
        private int _steps;

        public void Report(WorkProgress value)
        {
            if (++_steps == before)
            {
                using Process self = Process.GetCurrentProcess();
                self.Kill();
            }
        }
    }
}
