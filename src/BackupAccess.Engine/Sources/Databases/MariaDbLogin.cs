using System.Security.Cryptography;
using static BackupAccess.Engine.Sources.Databases.MariaDbServer;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>
/// A way in as a user of an account, whose password nobody here knows, for as long as it is needed: a second password, which
/// nobody else knows. Where the account has no user with all rights on the database there is one meanwhile.
/// </summary>
internal sealed class MariaDbLogin : IAsyncDisposable
{
    private readonly MariaDbServer _server;
    private readonly string _host;
    private readonly string _userName;
    private readonly string _undo;
    private readonly List<string> _granted = [];

    private MariaDbLogin(MariaDbServer server, string user, string host, string undo)
    {
        _server = server;
        User = user;
        _host = host;
        _userName = UserName(user, host);
        _undo = undo;
    }

    public string User { get; }

    /// <summary>The password that opens meanwhile.</summary>
    public string Password { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private string Way => $"mysql_native_password USING PASSWORD('{Password}')";

    /// <summary>Lets the account's user in that has all rights on a database.</summary>
    /// <exception cref="ItemFailedException">The server refuses.</exception>
    public static async Task<MariaDbLogin> OpenAsync(MariaDbServer server, OwnNames names, string database, CancellationToken cancellationToken)
    {
        MariaDbGrantRow? row = (await MariaDbRights.ReadAsync(server, $"{Literal(database)} LIKE d.Db AND {MariaDbRights.All}", cancellationToken).ConfigureAwait(false))
            .Where(grant => names.Has(grant.User) && grant.Host is "localhost" or "%")
            .OrderBy(grant => (grant.User == names.Account ? 0 : grant.User == database ? 1 : 2, grant.Host == "localhost" ? 0 : 1))
            .FirstOrDefault();
        if (row is null)
        {
            string name = $"backupaccess_{RandomNumberGenerator.GetHexString(19, lowercase: true)}";
            MariaDbLogin made = new(server, name, "localhost", $"DROP USER IF EXISTS {UserName(name, "localhost")};");
            await server.QueryAsync($"CREATE USER {made._userName} IDENTIFIED VIA {made.Way};", cancellationToken).ConfigureAwait(false);
            return made;
        }

        MariaDbUser user = await MariaDbUsers.FindAsync(server, row.User, row.Host, cancellationToken).ConfigureAwait(false);
        string way = MariaDbUsers.WayOf(user);
        MariaDbLogin login = new(server, user.Name, user.Host, $"ALTER USER {UserName(user.Name, user.Host)} {way};");
        await server.QueryAsync($"ALTER USER {login._userName} {way} OR {login.Way};", cancellationToken).ConfigureAwait(false);
        return login;
    }

    /// <summary>Gives the user all rights on a database while it is let in, where it hasn't them.</summary>
    public async Task GrantAsync(string database, CancellationToken cancellationToken)
    {
        string own = $"{Literal(database)} LIKE d.Db AND d.User = {Literal(User)} AND d.Host = {Literal(_host)} AND {MariaDbRights.All}";
        if ((await MariaDbRights.ReadAsync(_server, own, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return;
        }

        _granted.Add(database);
        await _server.QueryAsync($"GRANT ALL PRIVILEGES ON {Pattern(database)}.* TO {_userName};", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the user keep the rights on a database.</summary>
    public void Keep(string database) => _granted.Remove(database);

    public async ValueTask DisposeAsync()
    {
        string revoke = string.Concat(_granted.Select(database => $"REVOKE ALL PRIVILEGES ON {Pattern(database)}.* FROM {_userName};\n"));
        await _server.QueryAsync(revoke + _undo, CancellationToken.None).ConfigureAwait(false);
    }
}
