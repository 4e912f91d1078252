using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Bench.Warm;

/// <summary>
/// One process with the engine over a state folder, as a server or a shell keeps it. Takes a line
/// <c>STEP OPERATION JSON</c> at a time and answers with <c>STEP WALL CPU PEAK</c>: seconds, seconds of user and system
/// time of all threads, and MiB resident at most meanwhile. <c>LATEST</c> in the JSON is the backup made last.
/// </summary>
internal static class WarmProcess
{
    public static async Task RunAsync(string state, TextReader steps, TextWriter readings)
    {
        LocalStore store = new(state, "Bench", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local(Environment.UserName), CancellationToken.None);
        LibraryOperations library = new(state);
        EngineOperations engine = new(client);
        while (await steps.ReadLineAsync() is { } line)
        {
            string[] parts = line.Split(' ', 3);
            string json = parts.Length > 2 ? parts[2] : "{}";

            // What the step before left behind is that step's; on the stack that it ended on, some of it would still be held.
            await Task.Yield();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Usage before = Usage.Begin();
            if (!await library.TryInvokeAsync(parts[1], json))
            {
                await engine.InvokeAsync(parts[1], json);
            }

            await readings.WriteLineAsync($"{parts[0]} {before.Until()}");
            await readings.FlushAsync();
        }
    }
}
