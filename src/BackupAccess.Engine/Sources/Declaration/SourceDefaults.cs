using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sources.Databases;
using BackupAccess.Engine.Sources.Places;

namespace BackupAccess.Engine.Sources.Declaration;

/// <summary>Where most servers keep what accounts have.</summary>
internal static class SourceDefaults
{
    public static Dictionary<BackupItem, IReadOnlyList<IItemProvider>> Make() => new()
    {
        [BackupItem.DatabaseUsers] = [new PostgreSqlRoles(new PostgreSqlServer()), new MariaDbUsers(new MariaDbServer())],
        [BackupItem.Databases] = [new PostgreSqlDatabases(new PostgreSqlServer()), new MariaDbDatabases(new MariaDbServer())],
        [BackupItem.Zones] = [new PlacesProvider(["/etc/bind/zones/{domain}.zone"], "")],
        // What is live are links into the archive, so that one is nothing without the other.
        [BackupItem.Certificates] =
        [
            new PlacesProvider(["/etc/letsencrypt/archive/{domain}"], "archive"),
            new PlacesProvider(["/etc/letsencrypt/live/{domain}"], "live"),
            new PlacesProvider(["/etc/letsencrypt/renewal/{domain}.conf"], "renewal"),
        ],
        [BackupItem.Emails] = [new PlacesProvider(["/var/mail/{account}", "{home}/Maildir"], "")],
        [BackupItem.Ftp] = [new EntriesProvider("/etc/proftpd/ftpd.passwd"), new EntriesProvider("/etc/pure-ftpd/pureftpd.passwd"), new PlacesProvider(["/etc/vsftpd/users/{account}"], "")],
    };
}
