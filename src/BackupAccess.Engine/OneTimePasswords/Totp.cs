using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Time-based one-time passwords (RFC 6238) as authenticators make them: HMAC-SHA-1, six digits, 30 seconds.</summary>
internal static class Totp
{
    public const int Digits = 6;
    public const int StepSeconds = 30;

    /// <summary>The length that RFC 4226 recommends for secrets.</summary>
    public const int SecretSize = 20;

    private const long Microseconds = 1_000_000;

    /// <summary>Steps before and after the present one whose codes are taken, for clocks that differ and slow typing.</summary>
    private const int Window = 1;

    public static long StepAt(long now) => now / (StepSeconds * Microseconds);

    /// <summary>The code of a step, as ASCII digits.</summary>
    public static byte[] CodeOf(ReadOnlySpan<byte> secret, long step) => CodeOf(secret, step, Digits);

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "HMAC-SHA-1 is what authenticators know; its weaknesses don't bear on HMAC.")]
    public static byte[] CodeOf(ReadOnlySpan<byte> secret, long step, int digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, hash);
        int number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        byte[] code = new byte[digits];
        for (int i = digits - 1; i >= 0; i--)
        {
            code[i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        return code;
    }

    /// <summary>The step near now, later than the last one used, whose code this is; null for none.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> code, long now, long used)
    {
        long? found = null;
        for (long step = StepAt(now) - Window; step <= StepAt(now) + Window; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(CodeOf(secret, step), code) && step > used)
            {
                found ??= step;
            }
        }

        return found;
    }
}
