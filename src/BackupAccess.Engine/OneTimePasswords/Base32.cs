namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Base 32 (RFC 4648) without padding, in which authenticators take secrets.</summary>
internal static class Base32
{
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private const int Bits = 5;

    /// <summary>The characters as ASCII, in an array that the caller zeroes.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        byte[] text = new byte[((bytes.Length * 8) + Bits - 1) / Bits];
        for (int i = 0; i < text.Length; i++)
        {
            int bit = i * Bits;
            int pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = (byte)Alphabet[(pair >> (16 - Bits - (bit % 8))) & 31];
        }

        return text;
    }
}
