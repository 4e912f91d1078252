using System.CommandLine;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Server.CommandLine;

/// <summary><c>backup-access initialize</c>: makes a state folder with its first administrator.</summary>
internal static class InitializeCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo?> state = StateOption.Create();
        Option<string> administrator = new("--administrator")
        {
            Description = "The first user's name. Default: BACKUPACCESS_USER, else admin.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("BACKUPACCESS_USER") is { Length: > 0 } name ? name : "admin",
        };
        Command command = new("initialize", "Makes a state folder with its first administrator, who has no credential yet.") { state, administrator };
        command.SetAction((parsed, cancellationToken) => Failing.RunAsync(async () =>
        {
            DirectoryInfo folder = StateOption.Resolve(parsed.GetValue(state), "state");
            LocalClient client = await LocalClient
                .InitializeAsync(CommandSession.Store(folder), Environment.UserName, parsed.GetRequiredValue(administrator), password: null, cancellationToken)
                .ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                Console.WriteLine(folder.FullName);
            }
        }));
        return command;
    }
}
