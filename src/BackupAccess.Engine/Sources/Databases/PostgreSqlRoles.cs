using System.Globalization;
using System.Text;
using System.Text.Json;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;
using static BackupAccess.Engine.Sources.Databases.PostgreSqlServer;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>The PostgreSQL roles of an account, with their passwords' hashes and memberships, as SQL.</summary>
internal sealed class PostgreSqlRoles(PostgreSqlServer server) : IItemProvider
{
    public string Name => PostgreSqlDatabase.Server;

    private static TreePath Stored => TreePath.Root.Append(FileName.Parse($"{PostgreSqlDatabase.Server}.sql"));

    public async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        if (!server.IsThere)
        {
            return [];
        }

        OwnNames names = OwnNames.Of(scan.Services, scan.Account.AccountName);
        PostgreSqlRole[] roles = [.. (await ReadAsync(names, cancellationToken).ConfigureAwait(false)).Select(role => role with { MemberOf = [.. role.MemberOf.Where(names.Has)] })];
        if (roles.Length == 0)
        {
            return [];
        }

        byte[] content = [
            .. DumpHeader.Write(new PostgreSqlRoleSet(PostgreSqlDatabase.Server, roles), DatabaseJson.Default.PostgreSqlRoleSet),
            .. Encoding.UTF8.GetBytes(string.Concat(roles.Select(role => Statement("CREATE", role))) + string.Concat(roles.Select(role => Memberships(role, role.MemberOf)))),
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
            throw new ItemFailedException("The PostgreSQL roles stayed as they are: they are put back by who reaches the account's connector.");
        }

        if (restore.Conflict == Backups.RestoreConflict.Rename)
        {
            await restore.GiveAsync(Stored, cancellationToken).ConfigureAwait(false);
            return;
        }

        PostgreSqlRoleSet set = await DumpHeader.TryReadAsync(restore, file, DatabaseJson.Default.PostgreSqlRoleSet, cancellationToken).ConfigureAwait(false)
            ?? throw new ItemFailedException($"\"{Stored}\" in the backup tells no roles.");
        await PutAsync(set.Roles, restore, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(IReadOnlyList<PostgreSqlRole> roles, ItemRestore restore, CancellationToken cancellationToken)
    {
        OwnNames names = OwnNames.Of(restore.Services, restore.Account.AccountName);
        string[] live = [.. (await ReadAsync(names, cancellationToken).ConfigureAwait(false)).Select(role => role.Name)];
        StringBuilder sql = new("BEGIN;\n");
        int count = 0;
        foreach (PostgreSqlRole role in roles)
        {
            if (!names.Has(role.Name))
            {
                restore.Problem($"The role \"{Names.Printable(role.Name)}\" isn't the account's.");
            }
            else if (live.Contains(role.Name) && restore.Conflict == Backups.RestoreConflict.Keep)
            {
                restore.Tally.Keep();
            }
            else
            {
                sql.Append(Statement(live.Contains(role.Name) ? "ALTER" : "CREATE", role));
                count++;
            }
        }

        foreach (PostgreSqlRole role in roles.Where(role => names.Has(role.Name) && (!live.Contains(role.Name) || restore.Conflict != Backups.RestoreConflict.Keep)))
        {
            sql.Append(Memberships(role, role.MemberOf.Where(names.Has)));
        }

        await server.QueryAsync(sql.Append("COMMIT;\n").ToString(), cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < count; i++)
        {
            restore.Tally.Restore(0);
        }
    }

    private async Task<IReadOnlyList<PostgreSqlRole>> ReadAsync(OwnNames names, CancellationToken cancellationToken)
    {
        string answer = await server.QueryAsync(
            $"""
            SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (
                SELECT rolname AS name, rolcanlogin AS login, rolinherit AS inherit, rolconnlimit AS "connectionLimit", rolvaliduntil::text AS "validUntil", rolpassword AS password,
                    coalesce((SELECT json_agg(g.rolname ORDER BY g.rolname) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid), '[]') AS "memberOf"
                FROM pg_authid r WHERE NOT rolsuper AND (rolname = {Literal(names.Account)} OR starts_with(rolname::text, {Literal(names.Account + "_")})) ORDER BY rolname) x;
            """,
            cancellationToken).ConfigureAwait(false);
        return [.. (JsonSerializer.Deserialize(answer, DatabaseJson.Default.PostgreSqlRoleArray) ?? []).Where(role => names.Has(role.Name))];
    }

    private static string Statement(string verb, PostgreSqlRole role) => string.Create(
        CultureInfo.InvariantCulture,
        $"{verb} ROLE {Identifier(role.Name)} {(role.Login ? "LOGIN" : "NOLOGIN")} {(role.Inherit ? "INHERIT" : "NOINHERIT")} CONNECTION LIMIT {role.ConnectionLimit} PASSWORD {(role.Password is null ? "NULL" : Literal(role.Password))} VALID UNTIL {Literal(role.ValidUntil ?? "infinity")};\n");

    private static string Memberships(PostgreSqlRole role, IEnumerable<string> groups) =>
        string.Concat(groups.Select(group => $"GRANT {Identifier(group)} TO {Identifier(role.Name)};\n"));
}
