using System.CommandLine;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Server.CommandLine;

/// <summary><c>backup-access serve</c>: runs schedules and works the queue until it is ended by a signal.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo?> state = StateOption.Create();
        Command command = new("serve", "Runs schedules when they are due and queued tasks, each as who saved or asked for it, until Ctrl+C or SIGTERM, which puts back what runs.") { state };
        command.SetAction((parsed, cancellationToken) => Failing.RunAsync(async () =>
        {
            DirectoryInfo folder = StateOption.Resolve(parsed.GetValue(state), "state");
            LocalClient client = await LocalClient.ConnectAsync(CommandSession.Store(folder), new SignIn.Local(Environment.UserName), cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                await client.ServeAsync(() => Console.WriteLine($"Serving {folder.FullName}"), cancellationToken).ConfigureAwait(false);
            }
        }));
        return command;
    }
}
