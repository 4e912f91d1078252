using System.CommandLine;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Server.CommandLine;

/// <summary><c>backup-access work</c>: runs what is queued, for cron and systemd, until nothing waits any more.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo?> state = StateOption.Create();
        Command command = new("work", "Runs queued tasks, each as who asked for it, until none is left. Ctrl+C puts back what runs.") { state };
        command.SetAction((parsed, cancellationToken) => Failing.RunAsync(async () =>
        {
            LocalClient client = await CommandSession.OpenAsync(StateOption.Resolve(parsed.GetValue(state), "state"), cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                await client.WorkQueueAsync(new Teller(), cancellationToken).ConfigureAwait(false);
            }
        }));
        return command;
    }

    private sealed class Teller : IProgress<WorkTask>
    {
        public void Report(WorkTask value) => Console.WriteLine($"{value.State}: {value}{(value.Message is null ? "" : $" ({value.Message})")}");
    }
}
