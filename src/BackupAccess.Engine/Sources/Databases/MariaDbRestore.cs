using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Repository.Trees;
using static BackupAccess.Engine.Sources.Databases.MariaDbServer;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>
/// Puts one MariaDB database back. The server can't rename one, so what is to replace a live database is first read into
/// another, to see that it goes through, and only then the live one is emptied. It is read with the rights of a user of the
/// account's; the administrator's reads none of it.
/// </summary>
internal sealed partial class MariaDbRestore(MariaDbServer server, ItemRestore restore, Node file, MariaDbDatabase stored)
{
    private const string Prefix = "backupaccess_";
    private const int MaxName = 64;

    private readonly string _account = restore.Account.AccountName;
    private readonly OwnNames _names = OwnNames.Of(restore.Services, restore.Account.AccountName);

    /// <summary>What the account's databases for trial are called, but for 16 digits.</summary>
    private string OwnPrefix => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_account)))[..16];

    /// <summary>Whether a database is one that is being tried out.</summary>
    public static bool IsTemporary(string name) => Temporary().IsMatch(name);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await DropLeftOversAsync(cancellationToken).ConfigureAwait(false);
        bool isLive = await IsLiveAsync(cancellationToken).ConfigureAwait(false);
        if (isLive && restore.Conflict == Backups.RestoreConflict.Keep)
        {
            restore.Tally.Keep();
            return;
        }

        if (!isLive)
        {
            await FillNewAsync(stored.Name, isNew: true, cancellationToken).ConfigureAwait(false);
        }
        else if (restore.Conflict == Backups.RestoreConflict.Rename)
        {
            await FillNewAsync(NameBeside(), isNew: true, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ReplaceAsync(cancellationToken).ConfigureAwait(false);
        }

        restore.Tally.Restore((long)file.Size);
    }

    /// <summary>Whether the database is there; it must be the account's, or such as may be.</summary>
    private async Task<bool> IsLiveAsync(CancellationToken cancellationToken)
    {
        MariaDbDatabase? live = (await MariaDbDatabases.ReadAsync(server, _account, $"s.SCHEMA_NAME = {Literal(stored.Name)}", cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(database => database.Name == stored.Name);
        bool isThere = live is not null
            || (await server.QueryAsync($"SELECT 1 FROM information_schema.SCHEMATA WHERE BINARY SCHEMA_NAME = {Literal(stored.Name)};", cancellationToken).ConfigureAwait(false)).Length > 0;
        bool isOwn = _names.Has(stored.Name) || live is { Granted: not 0 };
        return isOwn || (!isThere && restore.IsByConnector)
            ? isThere
            : throw new ItemFailedException($"The database \"{Names.Printable(stored.Name)}\" isn't the account's.");
    }

    /// <summary>Makes a database and reads the dump into it; where that fails there is none.</summary>
    private async Task FillNewAsync(string name, bool isNew, CancellationToken cancellationToken)
    {
        bool isWhole = false;
        MariaDbLogin login = await MariaDbLogin.OpenAsync(server, _names, stored.Name, cancellationToken).ConfigureAwait(false);
        await using (login.ConfigureAwait(false))
        {
            try
            {
                await server.QueryAsync($"CREATE DATABASE {Identifier(name)} CHARACTER SET {PlainLiteral(stored.Charset)} COLLATE {PlainLiteral(stored.Collation)};", cancellationToken).ConfigureAwait(false);
                await login.GrantAsync(name, cancellationToken).ConfigureAwait(false);
                await RunningProgram.FeedAsync(server.LoadInto(name, login, _account), restore.ContentAsync(file, cancellationToken), cancellationToken).ConfigureAwait(false);
                isWhole = isNew;
                if (isNew)
                {
                    login.Keep(name);
                }
            }
            finally
            {
                if (!isWhole)
                {
                    await server.QueryAsync($"DROP DATABASE IF EXISTS {Identifier(name)};", CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        await FillNewAsync(OwnPrefix + RandomNumberGenerator.GetHexString(16, lowercase: true), isNew: false, cancellationToken).ConfigureAwait(false);
        await server.QueryAsync($"DROP DATABASE {Identifier(stored.Name)};", cancellationToken).ConfigureAwait(false);
        await FillNewAsync(stored.Name, isNew: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a restore that was killed has left of this account's.</summary>
    private async Task DropLeftOversAsync(CancellationToken cancellationToken)
    {
        string[] left = await server.QueryAsync($"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE LEFT(SCHEMA_NAME, {OwnPrefix.Length}) = '{OwnPrefix}';", cancellationToken).ConfigureAwait(false);
        await server.QueryAsync(string.Concat(left.Where(IsTemporary).Select(name => $"DROP DATABASE {Identifier(name)};\n")), cancellationToken).ConfigureAwait(false);
    }

    private string NameBeside()
    {
        string suffix = restore.Services.Time.GetUtcNow().ToString("'_restored_'yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return stored.Name[..Math.Min(stored.Name.Length, MaxName - suffix.Length)] + suffix;
    }

    [GeneratedRegex("^backupaccess_[0-9a-f]{32}$")]
    private static partial Regex Temporary();
}
