using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// The keys of the chain, derived from 32 random bytes that are made once and lie sealed in the database: the state's
/// key can change, and the chain goes on.
/// </summary>
internal sealed class AuditKeys
{
    public const int MacSize = HMACSHA256.HashSizeInBytes;

    private const string Name = "audit";
    private const int KeySize = 32;

    private readonly byte[] _events;
    private readonly byte[] _seals;

    private AuditKeys(ReadOnlySpan<byte> key)
    {
        _events = HMACSHA256.HashData(key, "events"u8);
        _seals = HMACSHA256.HashData(key, "seals"u8);
    }

    /// <returns>Null where none have been made.</returns>
    /// <exception cref="StateException">They don't open with the state's key.</exception>
    public static AuditKeys? Find(StateConnection db, StateKey stateKey)
    {
        if (SealedKeyStore.Find(db, stateKey, Name) is not { } found)
        {
            return null;
        }

        using (found)
        {
            return new AuditKeys(found.Utf8.Span);
        }
    }

    public static AuditKeys Create(StateTransaction transaction, StateKey stateKey)
    {
        Span<byte> key = stackalloc byte[KeySize];
        RandomNumberGenerator.Fill(key);
        SealedKeyStore.Insert(transaction, stateKey, Name, key);
        AuditKeys keys = new(key);
        CryptographicOperations.ZeroMemory(key);
        return keys;
    }

    /// <summary>The MAC of an event, encoded, that follows another.</summary>
    public void Chain(ReadOnlySpan<byte> before, AuditEncoder after, Span<byte> mac) => HMACSHA256.HashData(_events, after.Following(before), mac);

    /// <summary>Proves that the engine wrote something about the log down, other than an event.</summary>
    public byte[] Seal(string purpose, params ReadOnlySpan<AuditPoint> points)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(Encoding.UTF8.GetBytes(purpose));
        foreach (AuditPoint point in points)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), point.Sequence);
            buffer.Advance(sizeof(long));
            buffer.Write(point.Mac);
        }

        return HMACSHA256.HashData(_seals, buffer.WrittenSpan);
    }

    public bool IsSealed(ReadOnlySpan<byte> seal, string purpose, params ReadOnlySpan<AuditPoint> points) =>
        CryptographicOperations.FixedTimeEquals(seal, Seal(purpose, points));
}
