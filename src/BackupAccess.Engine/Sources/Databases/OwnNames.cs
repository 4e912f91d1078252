using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>
/// Which names of a database server are an account's: its own, and those that begin with it and an underscore, but for those
/// that begin so with the longer name of another user of this server, or of an account that is known.
/// </summary>
internal sealed class OwnNames(string account, IEnumerable<string> users)
{
    private readonly string[] _longer = [.. users.Where(user => user.StartsWith(account + "_", StringComparison.Ordinal))];

    public string Account => account;

    /// <summary>Accounts that are gone count, too: what they have left is nobody else's.</summary>
    public static OwnNames Of(EngineServices services, string account)
    {
        using StateConnection db = services.Database.Connect();
        return new OwnNames(account, PasswordDatabase.Read().Select(entry => entry.Name).Concat(AccountStore.SystemNames(db, account + "_")));
    }

    public bool Has(string name) => IsBelow(account, name) && !Array.Exists(_longer, user => IsBelow(user, name));

    private static bool IsBelow(string user, string name) => name == user || name.StartsWith(user + "_", StringComparison.Ordinal);
}
