using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.PowerShell.Session;

/// <summary>Opens sessions as this face.</summary>
internal static class SessionFactory
{
    /// <summary>Signs in to a state folder; the sign-in's secrets are released whatever comes of it.</summary>
    public static async Task<IOperationClient> ConnectAsync(string folder, SignIn signIn, CancellationToken cancellationToken)
    {
        using Secret? secret = signIn switch
        {
            SignIn.Password password => password.Value,
            SignIn.AccessKey key => key.SecretAccessKey,
            _ => null,
        };
        using Secret? code = (signIn as SignIn.Password)?.OneTimePassword;
        using Secret? next = (signIn as SignIn.Password)?.NewPassword;
        return await LocalClient.ConnectAsync(Store(folder), signIn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a state folder and connects to it as the local principal.</summary>
    public static async Task<IOperationClient> InitializeAsync(string folder, string administrator, Secret? password, KeyCommandNames? keyCommand, CancellationToken cancellationToken) =>
        await LocalClient.InitializeAsync(Store(folder) with { KeyCommand = keyCommand }, Environment.UserName, administrator, password, cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a state folder as who owns it, for what this process does for everybody.</summary>
    public static Task<LocalClient> OpenAsync(string folder, CancellationToken cancellationToken) =>
        LocalClient.ConnectAsync(Store(folder), new SignIn.Local(Environment.UserName), cancellationToken);

    private static LocalStore Store(string folder) => new(folder, "PowerShell", TimeProvider.System, new SystemBootClock());
}
