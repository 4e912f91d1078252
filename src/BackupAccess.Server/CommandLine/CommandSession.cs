using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Server.CommandLine;

/// <summary>Opens a session for a command: with the access key of the environment, else as the local principal.</summary>
internal static class CommandSession
{
    private const string Channel = "CommandLine";

    public static LocalStore Store(DirectoryInfo state) => new(state.FullName, Channel, TimeProvider.System, new SystemBootClock());

    public static async Task<LocalClient> OpenAsync(DirectoryInfo state, CancellationToken cancellationToken)
    {
        string? id = Environment.GetEnvironmentVariable("BACKUPACCESS_ACCESS_KEY_ID");
        if (string.IsNullOrEmpty(id))
        {
            return await LocalClient.ConnectAsync(Store(state), new SignIn.Local(Environment.UserName), cancellationToken).ConfigureAwait(false);
        }

        using Secret secret = Secret.FromChars(Environment.GetEnvironmentVariable("BACKUPACCESS_SECRET_ACCESS_KEY"));
        return await LocalClient.ConnectAsync(Store(state), new SignIn.AccessKey(id, secret), cancellationToken).ConfigureAwait(false);
    }
}
