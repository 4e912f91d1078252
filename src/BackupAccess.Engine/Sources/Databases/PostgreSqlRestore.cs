using System.Security.Cryptography;
using System.Globalization;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Repository.Trees;
using static BackupAccess.Engine.Sources.Databases.PostgreSqlServer;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>
/// Puts one PostgreSQL database back: into a new one, which takes the place of the old by renaming when it is whole. Its
/// content is read with the account's own rights; the superuser reads none of it.
/// </summary>
internal sealed class PostgreSqlRestore(PostgreSqlServer server, ItemRestore restore, Node file, PostgreSqlDatabase stored)
{
    /// <summary>What databases are called while they are being restored or let go of: this and 32 hexadecimal digits.</summary>
    public const string Prefix = "backupaccess_";

    private const int MaxName = 63;
    private const int Tries = 5;

    private readonly string _account = restore.Account.AccountName;
    private readonly string _fresh = $"{Prefix}{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await DropLeftOversAsync(cancellationToken).ConfigureAwait(false);
        PostgreSqlDatabase? live = await FindLiveAsync(cancellationToken).ConfigureAwait(false);
        if (live is not null && restore.Conflict == Backups.RestoreConflict.Keep)
        {
            restore.Tally.Keep();
            return;
        }

        try
        {
            await CreateAsync(live ?? stored, cancellationToken).ConfigureAwait(false);
            await RunningProgram.FeedAsync(server.LoadInto(_fresh, _account), restore.ContentAsync(file, cancellationToken), cancellationToken).ConfigureAwait(false);
            await GrantAsync((live ?? stored).Grants, cancellationToken).ConfigureAwait(false);
            await (live is not null && restore.Conflict == Backups.RestoreConflict.Overwrite
                ? ReplaceAsync(cancellationToken)
                : NameAsync(live is null ? stored.Name : NameBeside(), cancellationToken)).ConfigureAwait(false);
            restore.Tally.Restore((long)file.Size);
        }
        finally
        {
            await DropAsync(_fresh, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<PostgreSqlDatabase?> FindLiveAsync(CancellationToken cancellationToken)
    {
        string named = $"d.datname = {Literal(stored.Name)}";
        if ((await PostgreSqlDatabases.ReadAsync(server, named, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return null;
        }

        return (await PostgreSqlDatabases.ReadAsync(server, $"{named} AND o.rolname = {Literal(_account)} AND NOT d.datistemplate", cancellationToken).ConfigureAwait(false)) is [PostgreSqlDatabase live]
            ? live
            : throw new ItemFailedException($"The database \"{Names.Printable(stored.Name)}\" isn't the account's.");
    }

    private Task CreateAsync(PostgreSqlDatabase like, CancellationToken cancellationToken)
    {
        string locale = stored is { Provider: "i", Locale: { } icu } ? $" LOCALE_PROVIDER icu ICU_LOCALE {Literal(icu)}" : "";
        return server.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
            CREATE DATABASE {Identifier(_fresh)} OWNER {Identifier(_account)} TEMPLATE template0 ENCODING {Literal(stored.Encoding)}
                LC_COLLATE {Literal(stored.Collate)} LC_CTYPE {Literal(stored.Ctype)}{locale} CONNECTION LIMIT {like.ConnectionLimit};
            REVOKE ALL ON DATABASE {Identifier(_fresh)} FROM PUBLIC;
            """),
            cancellationToken);
    }

    /// <summary>Others may what they may of the live database, or might of the one that is gone.</summary>
    private async Task GrantAsync(IReadOnlyList<string?[]>? grants, CancellationToken cancellationToken)
    {
        StringBuilder sql = new();
        foreach (string?[] grant in grants ?? [[null, "CONNECT"], [null, "TEMPORARY"]])
        {
            if (grant is not [var role, ("CONNECT" or "CREATE" or "TEMPORARY") and var privilege])
            {
                continue;
            }

            // A role that isn't there any more needs nothing.
            string statement = $"GRANT {privilege} ON DATABASE {Identifier(_fresh)} TO {(role is null ? "PUBLIC" : Identifier(role))}";
            sql.Append(CultureInfo.InvariantCulture, $"SELECT {Literal(statement)} WHERE {(role is null ? "true" : $"EXISTS (SELECT FROM pg_roles WHERE rolname = {Literal(role)})")} \\gexec\n");
        }

        await server.QueryAsync(sql.ToString(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Both names change in one transaction. Who is connected to the live one is sent away; who comes meanwhile may make it a second try.</summary>
    private async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        string old = $"{Prefix}{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        string swap = $"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ({Literal(stored.Name)}, {Literal(_fresh)});
            BEGIN;
            UPDATE pg_db_role_setting SET setdatabase = (SELECT oid FROM pg_database WHERE datname = {Literal(_fresh)}) WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = {Literal(stored.Name)});
            ALTER DATABASE {Identifier(stored.Name)} RENAME TO {Identifier(old)};
            ALTER DATABASE {Identifier(_fresh)} RENAME TO {Identifier(stored.Name)};
            COMMIT;
            """;
        for (int i = 1; ; i++)
        {
            try
            {
                await server.QueryAsync(swap, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (ItemFailedException) when (i < Tries)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        await DropAsync(old, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task NameAsync(string name, CancellationToken cancellationToken) =>
        await server.QueryAsync($"ALTER DATABASE {Identifier(_fresh)} RENAME TO {Identifier(name)};", cancellationToken).ConfigureAwait(false);

    private string NameBeside()
    {
        string suffix = restore.Services.Time.GetUtcNow().ToString("'_restored_'yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        string name = stored.Name;
        while (Encoding.UTF8.GetByteCount(name) + suffix.Length > MaxName)
        {
            name = name[..^1];
        }

        return name + suffix;
    }

    private Task DropAsync(string name, CancellationToken cancellationToken) =>
        server.QueryAsync($"DROP DATABASE IF EXISTS {Identifier(name)} WITH (FORCE);", cancellationToken);

    /// <summary>What a restore that was killed has left of this account's.</summary>
    private async Task DropLeftOversAsync(CancellationToken cancellationToken)
    {
        string condition = $"o.rolname = {Literal(_account)} AND d.datname ~ '^{Prefix}[0-9a-f]{{32}}$'";
        foreach (PostgreSqlDatabase left in await PostgreSqlDatabases.ReadAsync(server, condition, cancellationToken).ConfigureAwait(false))
        {
            await DropAsync(left.Name, cancellationToken).ConfigureAwait(false);
        }
    }
}
