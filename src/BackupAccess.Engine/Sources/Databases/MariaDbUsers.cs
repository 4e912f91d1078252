using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;
using static BackupAccess.Engine.Sources.Databases.MariaDbServer;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>The MariaDB users of an account, with their passwords' hashes and their rights on databases, as SQL.</summary>
internal sealed partial class MariaDbUsers(MariaDbServer server) : IItemProvider
{
    public string Name => MariaDbDatabase.Server;

    private static TreePath Stored => TreePath.Root.Append(FileName.Parse($"{MariaDbDatabase.Server}.sql"));

    public async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        if (!server.IsThere)
        {
            return [];
        }

        IReadOnlyList<MariaDbUser> users = await ReadAsync(OwnNames.Of(scan.Services, scan.Account.AccountName), cancellationToken).ConfigureAwait(false);
        if (users.Count == 0)
        {
            return [];
        }

        byte[] content = [
            .. DumpHeader.Write(new MariaDbUserSet(MariaDbDatabase.Server, users), DatabaseJson.Default.MariaDbUserSet),
            .. Encoding.UTF8.GetBytes(string.Concat(users.SelectMany(user => new[] { $"CREATE USER {UserName(user.Name, user.Host)} {WayOf(user)};\n" }.Concat(user.Grants.Select(grant => Statement(user, grant)))))),
        ];
        return [new SourceStream(Stored.Name, _ => ValueTask.FromResult<Stream>(new MemoryStream(content, writable: false)))];
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        if (await restore.FindAsync(Stored, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return;
        }

        restore.Claim(Stored);
        if (restore.WantedOf(Stored).Count == 0)
        {
            return;
        }

        if (!restore.IsByConnector)
        {
            throw new ItemFailedException("The MariaDB users stayed as they are: they are put back by who reaches the account's connector.");
        }

        if (restore.Conflict == Backups.RestoreConflict.Rename)
        {
            await restore.GiveAsync(Stored, cancellationToken).ConfigureAwait(false);
            return;
        }

        MariaDbUserSet set = await DumpHeader.TryReadAsync(restore, file, DatabaseJson.Default.MariaDbUserSet, cancellationToken).ConfigureAwait(false)
            ?? throw new ItemFailedException($"\"{Stored}\" in the backup tells no users.");
        OwnNames names = OwnNames.Of(restore.Services, restore.Account.AccountName);
        IReadOnlyList<MariaDbUser> live = await ReadAsync(names, cancellationToken).ConfigureAwait(false);
        foreach (MariaDbUser user in set.Users)
        {
            await PutAsync(user, live.Any(other => other.Name == user.Name && other.Host == user.Host), names, restore, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How a user signs in, as statements say it.</summary>
    /// <exception cref="ItemFailedException">It can't be said.</exception>
    public static string WayOf(MariaDbUser user) => "IDENTIFIED VIA " + string.Join(" OR ", user.Ways.Select(way => !Plugin().IsMatch(way.Plugin ?? "")
        ? throw new ItemFailedException($"The user \"{Names.Printable(user.Name)}\" signs in by \"{Names.Printable(way.Plugin)}\".")
        : way.Authentication is { Length: > 0 } secret ? $"{way.Plugin} USING {PlainLiteral(secret)}"
        : way.Plugin));

    /// <summary>One user, without its rights.</summary>
    public static async Task<MariaDbUser> FindAsync(MariaDbServer server, string name, string host, CancellationToken cancellationToken) =>
        await ReadUsersAsync(server, $"g.User = {Literal(name)} AND g.Host = {Literal(host)}", cancellationToken).ConfigureAwait(false) is [MariaDbUser user]
            ? user
            : throw new ItemFailedException($"There is no user \"{Names.Printable(name)}\".");

    private async Task PutAsync(MariaDbUser user, bool isLive, OwnNames names, ItemRestore restore, CancellationToken cancellationToken)
    {
        if (!names.Has(user.Name))
        {
            restore.Problem($"The user \"{Names.Printable(user.Name)}\" isn't the account's.");
            return;
        }

        if (isLive && restore.Conflict == Backups.RestoreConflict.Keep)
        {
            restore.Tally.Keep();
            return;
        }

        StringBuilder sql = new($"{(isLive ? "ALTER" : "CREATE")} USER {UserName(user.Name, user.Host)} {WayOf(user)};\n");
        foreach (MariaDbGrant grant in user.Grants)
        {
            if (await MayBeGivenAsync(grant, names, cancellationToken).ConfigureAwait(false))
            {
                sql.Append(Statement(user, grant));
            }
            else
            {
                restore.Problem($"\"{Names.Printable(user.Name)}\" was not given its rights on \"{Names.Printable(grant.Pattern)}\": others have rights on that, too.");
            }
        }

        await server.QueryAsync(sql.ToString(), cancellationToken).ConfigureAwait(false);
        restore.Tally.Restore(0);
    }

    /// <summary>Rights on what others have rights on as well may have been taken away for a reason.</summary>
    private async Task<bool> MayBeGivenAsync(MariaDbGrant grant, OwnNames names, CancellationToken cancellationToken)
    {
        string literal = grant.Pattern.Replace("\\_", "_", StringComparison.Ordinal);
        if (literal.AsSpan().IndexOfAny('%', '\\') < 0 && names.Has(literal))
        {
            return true;
        }

        IReadOnlyList<MariaDbGrantRow> rows = await MariaDbRights.ReadAsync(server, $"d.Db = {Literal(grant.Pattern)} OR {Literal(literal)} LIKE d.Db", cancellationToken).ConfigureAwait(false);
        return rows.All(row => names.Has(row.User));
    }

    private async Task<IReadOnlyList<MariaDbUser>> ReadAsync(OwnNames names, CancellationToken cancellationToken)
    {
        string own = $"LEFT({{0}}.User, {names.Account.Length}) = {Literal(names.Account)}";
        IReadOnlyList<MariaDbGrantRow> rows = await MariaDbRights.ReadAsync(server, own.Replace("{0}", "d", StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<MariaDbUser> users = await ReadUsersAsync(server, own.Replace("{0}", "g", StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        return [.. users.Where(user => names.Has(user.Name)).Select(user => user with
        {
            Grants = [.. rows.Where(row => row.User == user.Name && row.Host == user.Host).Select(row => new MariaDbGrant(row.Pattern, row.Privileges.Split(',', StringSplitOptions.RemoveEmptyEntries)))],
        })];
    }

    private static async Task<IReadOnlyList<MariaDbUser>> ReadUsersAsync(MariaDbServer server, string condition, CancellationToken cancellationToken)
    {
        string[] rows = await server.QueryAsync(
            $"""
            SELECT JSON_OBJECT('name', g.User, 'host', g.Host, 'plugin', IFNULL(JSON_VALUE(g.Priv, '$.plugin'), ''), 'authentication', JSON_VALUE(g.Priv, '$.authentication_string'),
                'alternatives', JSON_QUERY(g.Priv, '$.auth_or'))
            FROM mysql.global_priv g WHERE NOT JSON_EXISTS(g.Priv, '$.is_role') AND {condition} ORDER BY g.User, g.Host;
            """,
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => JsonSerializer.Deserialize(row, DatabaseJson.Default.MariaDbUser)!)];
    }

    private static string Statement(MariaDbUser user, MariaDbGrant grant)
    {
        string[] privileges = [.. grant.Privileges.Where(MariaDbRights.IsKnown)];
        return privileges.Length == 0 ? "" : $"GRANT {string.Join(", ", privileges)} ON {Identifier(grant.Pattern)}.* TO {UserName(user.Name, user.Host)};\n";
    }

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Plugin();
}
