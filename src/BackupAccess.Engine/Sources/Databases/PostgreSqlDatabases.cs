using System.Text.Json;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>The PostgreSQL databases that the role named as the account owns, each a file of SQL.</summary>
internal sealed class PostgreSqlDatabases(PostgreSqlServer server) : IItemProvider
{
    public string Name => PostgreSqlDatabase.Server;

    public async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        if (!server.IsThere)
        {
            return [];
        }

        string condition = $"o.rolname = {PostgreSqlServer.Literal(scan.Account.AccountName)} AND d.datallowconn AND NOT d.datistemplate AND d.datname !~ '^{PostgreSqlRestore.Prefix}[0-9a-f]{{32}}$'";
        return [.. (await ReadAsync(server, condition, cancellationToken).ConfigureAwait(false)).Select(database =>
            ProgramOutput.Of(DumpHeader.FileOf(database.Name), server.DumpOf(database.Name), DumpHeader.Write(database, DatabaseJson.Default.PostgreSqlDatabase)))];
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        await foreach (Node file in restore.FilesAsync(TreePath.Root, cancellationToken).ConfigureAwait(false))
        {
            TreePath path = TreePath.Root.Append(file.Name);
            if (await DumpHeader.TryReadAsync(restore, file, DatabaseJson.Default.PostgreSqlDatabase, cancellationToken).ConfigureAwait(false) is not { Product: PostgreSqlDatabase.Server } database)
            {
                continue;
            }

            restore.Claim(path);
            if (restore.WantedOf(path).Count == 0)
            {
                continue;
            }

            try
            {
                await new PostgreSqlRestore(server, restore, file, database).RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ItemFailedException e)
            {
                restore.Problem($"\"{file.Name}\" was not restored: {e.Message}");
            }
        }
    }

    /// <summary>The databases for which a condition on pg_database d with its owner o holds.</summary>
    public static async Task<IReadOnlyList<PostgreSqlDatabase>> ReadAsync(PostgreSqlServer server, string condition, CancellationToken cancellationToken)
    {
        string answer = await server.QueryAsync(
            $"""
            SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (
                SELECT '{PostgreSqlDatabase.Server}' AS product, d.datname AS name, pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS ctype,
                    coalesce(to_jsonb(d)->>'datlocprovider', 'c') AS provider, coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale') AS locale, d.datconnlimit AS "connectionLimit",
                    CASE WHEN d.datacl IS NOT NULL THEN coalesce(
                        (SELECT json_agg(json_build_array(g.rolname, a.privilege_type)) FROM aclexplode(d.datacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee WHERE a.grantee <> d.datdba), '[]') END AS grants
                FROM pg_database d JOIN pg_roles o ON o.oid = d.datdba WHERE {condition} ORDER BY d.datname) x;
            """,
            cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize(answer, DatabaseJson.Default.PostgreSqlDatabaseArray) ?? [];
    }
}
