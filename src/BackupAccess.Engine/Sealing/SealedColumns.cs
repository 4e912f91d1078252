using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads.Archives;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.Sealing;

/// <summary>Every column that holds what is sealed: a room that seals something has a line here.</summary>
internal static class SealedColumns
{
    private const int PageSize = 1000;

    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        new("download", "id", "sealed_key", ArchiveSeal.PurposeOf),
        new("mail_server", "name", "sealed_password", MailServerStore.PurposeOf),
        new("one_time_password", "user_id", "pending_secret", OneTimePasswordSecret.PurposeOf),
        new("one_time_password", "user_id", "sealed_secret", OneTimePasswordSecret.PurposeOf),
        new("repository", "account_id", "sealed_password", AccountRepository.PurposeOf),
        new("sealed_key", "name", "sealed_key", SealedKeyStore.Purpose),
        new("storage_controller", "name", "sealed_password", StorageControllerStore.PurposeOf),
    ];

    /// <summary>Seals under the newest key what isn't yet.</summary>
    /// <returns>How many values that were.</returns>
    /// <exception cref="StateException">One opens with no key; nothing is to be committed.</exception>
    public static long SealAnew(StateTransaction transaction, StateKey key)
    {
        long count = 0;
        foreach (SealedColumn column in All)
        {
            foreach (SealedRow row in Read(transaction, column))
            {
                string purpose = column.Purpose(row.Key);
                if (!key.IsNewest(row.Box, purpose))
                {
                    using Secret plain = key.Open(row.Box, purpose);
                    transaction.Execute($"UPDATE {column.Table} SET {column.Name} = @box WHERE {column.Key} = @Key", new { box = key.Seal(plain.Utf8.Span, purpose), row.Key });
                    count++;
                }
            }
        }

        return count;
    }

    private static IEnumerable<SealedRow> Read(StateTransaction transaction, SealedColumn column)
    {
        string sql = $"SELECT {column.Key} AS Key, {column.Name} AS Box FROM {column.Table} WHERE {column.Name} IS NOT NULL AND {column.Key} > @after ORDER BY {column.Key} LIMIT {PageSize}";
        string after = "";
        while (transaction.Query<SealedRow>(sql, new { after }) is { Count: > 0 } page)
        {
            foreach (SealedRow row in page)
            {
                yield return row;
            }

            after = page[^1].Key;
        }
    }

    private sealed record SealedRow(string Key, byte[] Box);
}
