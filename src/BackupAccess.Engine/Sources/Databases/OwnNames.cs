namespace BackupAccess.Engine.Sources.Databases;

/// <summary>
/// Which names of a database server are an account's: its own, and those that begin with it and an underscore, but for those
/// that begin so with the longer name of another user of this server.
/// </summary>
internal sealed class OwnNames(string account, IEnumerable<string> users)
{
    private readonly string[] _longer = [.. users.Where(user => user.StartsWith(account + "_", StringComparison.Ordinal))];

    public string Account => account;

    public static OwnNames Of(string account) => new(account, Connectors.PasswordDatabase.Read().Select(entry => entry.Name));

    public bool Has(string name) => IsBelow(account, name) && !Array.Exists(_longer, user => IsBelow(user, name));

    private static bool IsBelow(string user, string name) => name == user || name.StartsWith(user + "_", StringComparison.Ordinal);
}
