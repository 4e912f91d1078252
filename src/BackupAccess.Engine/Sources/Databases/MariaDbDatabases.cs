using System.Globalization;
using System.Text.Json;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;
using static BackupAccess.Engine.Sources.Databases.MariaDbServer;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>The MariaDB databases on which the user named as the account has all rights, or whose names are the account's, each a file of SQL.</summary>
internal sealed class MariaDbDatabases(MariaDbServer server) : IItemProvider
{
    public string Name => MariaDbDatabase.Server;

    public async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        if (!server.IsThere)
        {
            return [];
        }

        OwnNames names = OwnNames.Of(scan.Services, scan.Account.AccountName);
        return [.. (await ReadAsync(server, names.Account, "true", cancellationToken).ConfigureAwait(false))
            .Where(database => (database.Granted != 0 || names.Has(database.Name)) && !MariaDbRestore.IsTemporary(database.Name))
            .Select(database => ProgramOutput.Of(DumpHeader.FileOf(database.Name), server.DumpOf(database.Name), DumpHeader.Write(database, DatabaseJson.Default.MariaDbDatabase)))];
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        await foreach (Node file in restore.FilesAsync(TreePath.Root, cancellationToken).ConfigureAwait(false))
        {
            TreePath path = TreePath.Root.Append(file.Name);
            if (await DumpHeader.TryReadAsync(restore, file, DatabaseJson.Default.MariaDbDatabase, cancellationToken).ConfigureAwait(false) is not { Product: MariaDbDatabase.Server } database)
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
                await new MariaDbRestore(server, restore, file, database).RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ItemFailedException e)
            {
                restore.Problem($"\"{file.Name}\" was not restored: {e.Message}");
            }
        }
    }

    /// <summary>The databases that may be an account's, and for which a condition on information_schema.SCHEMATA s holds.</summary>
    public static async Task<IReadOnlyList<MariaDbDatabase>> ReadAsync(MariaDbServer server, string account, string condition, CancellationToken cancellationToken)
    {
        string granted = $"EXISTS (SELECT 1 FROM mysql.db d WHERE d.User = {Literal(account)} AND s.SCHEMA_NAME LIKE d.Db AND {MariaDbRights.All})";
        string[] rows = await server.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
            SELECT JSON_OBJECT('product', '{MariaDbDatabase.Server}', 'name', x.SCHEMA_NAME, 'charset', x.DEFAULT_CHARACTER_SET_NAME, 'collation', x.DEFAULT_COLLATION_NAME, 'granted', IF(x.granted, 1, 0))
            FROM (SELECT s.SCHEMA_NAME, s.DEFAULT_CHARACTER_SET_NAME, s.DEFAULT_COLLATION_NAME, {granted} AS granted FROM information_schema.SCHEMATA s
                WHERE s.SCHEMA_NAME NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') AND {condition}) x
            WHERE x.granted OR LEFT(x.SCHEMA_NAME, {account.Length}) = {Literal(account)} ORDER BY x.SCHEMA_NAME;
            """),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => JsonSerializer.Deserialize(row, DatabaseJson.Default.MariaDbDatabase)!)];
    }
}
