using System.Security.Cryptography;
using System.Text.Json;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Seals records under the state's key and opens them. One that was changed, made without the key, or put in another
/// account's place doesn't open; an older one of the same account does.
/// </summary>
internal static class RecordSeal
{
    private const int FormVersion = 1;

    public static byte[] Seal(StateKey key, AccountRecord record)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.AccountRecord);
        try
        {
            SealedRecord file = new(FormVersion, record.Id, key.Seal(plain, Purpose(record.Id)));
            return JsonSerializer.SerializeToUtf8Bytes(file, RecordJson.Default.SealedRecord);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Seals a record under the newest key.</summary>
    /// <returns>Null where it is already, or where no key of the state opens it.</returns>
    public static byte[]? SealAnew(StateKey key, Guid account, ReadOnlySpan<byte> file)
    {
        try
        {
            SealedRecord? outer = JsonSerializer.Deserialize(file, RecordJson.Default.SealedRecord);
            if (outer is null || key.IsNewest(outer.Sealed, Purpose(account)))
            {
                return null;
            }

            using Secret plain = key.Open(outer.Sealed, Purpose(account));
            return JsonSerializer.SerializeToUtf8Bytes(outer with { Sealed = key.Seal(plain.Utf8.Span, Purpose(account)) }, RecordJson.Default.SealedRecord);
        }
        catch (Exception e) when (e is JsonException or StateException { ErrorId: "StateDamaged" })
        {
            return null;
        }
    }

    /// <exception cref="StateException">The record is damaged, forged, another account's, or of a newer form.</exception>
    public static AccountRecord Open(StateKey key, Guid account, ReadOnlySpan<byte> file)
    {
        try
        {
            SealedRecord outer = JsonSerializer.Deserialize(file, RecordJson.Default.SealedRecord) ?? throw Damaged(account, "is empty");
            RequireKnown(account, outer.Version);
            using Secret plain = key.Open(outer.Sealed, Purpose(account));
            AccountRecord record = JsonSerializer.Deserialize(plain.Utf8.Span, RecordJson.Default.AccountRecord) ?? throw Damaged(account, "is empty");
            RequireKnown(account, record.Version);
            bool sound = record.Id == account && Enum.TryParse<AccountType>(record.Type, out _) && Enum.TryParse<KeyLocation>(record.Encryption, out _) && Enum.TryParse<ConnectorKind>(record.Connector.Kind, out _);
            return sound ? record : throw Damaged(account, "contradicts itself");
        }
        catch (JsonException e)
        {
            throw Damaged(account, "can't be read", e);
        }
    }

    private static void RequireKnown(Guid account, int version)
    {
        if (version is < 1 or > AccountRecord.NewestVersion)
        {
            throw new StateException("UnsupportedVersion", $"The record of account \"{account}\" has version {version}; this engine knows up to {AccountRecord.NewestVersion}.");
        }
    }

    private static StateException Damaged(Guid account, string problem, Exception? inner = null) =>
        new("StateDamaged", $"The record of account \"{account}\" {problem}.", inner);

    private static string Purpose(Guid account) => $"record of account {account}";
}
