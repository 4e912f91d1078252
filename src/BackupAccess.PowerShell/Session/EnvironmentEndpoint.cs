using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.PowerShell.Session;

/// <summary>Where and as whom to connect when nobody says: what the environment names.</summary>
/// <param name="Folder">BACKUPACCESS_ENDPOINT, a state folder.</param>
/// <param name="AccessKeyId">BACKUPACCESS_ACCESS_KEY_ID.</param>
/// <param name="SecretAccessKey">BACKUPACCESS_SECRET_ACCESS_KEY.</param>
internal sealed record EnvironmentEndpoint(string? Folder, string? AccessKeyId, string? SecretAccessKey)
{
    /// <summary>Reads this process's environment; an empty variable counts as none.</summary>
    public static EnvironmentEndpoint Read() =>
        new(Variable("BACKUPACCESS_ENDPOINT"), Variable("BACKUPACCESS_ACCESS_KEY_ID"), Variable("BACKUPACCESS_SECRET_ACCESS_KEY"));

    /// <summary>By the access key where both parts of it are named, else as the local principal.</summary>
    /// <exception cref="NotConnectedException">Only one part of the access key is named.</exception>
    public SignIn SignIn() => (AccessKeyId, SecretAccessKey) switch
    {
        (null, null) => new SignIn.Local(Environment.UserName),
        ({ } id, { } secret) => new SignIn.AccessKey(id, Secret.FromChars(secret)),
        _ => throw new NotConnectedException("The environment names one half of an access key only."),
    };

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // The record's own would print the secret.
    public override string ToString() => Folder ?? "";
}
