namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>Spoils good bytes at random: flips, overwrites, cuts, repeats and splices them, a few times over.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly byte[][] s_tokens =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "null"u8.ToArray(), "true"u8.ToArray(),
        "-1"u8.ToArray(), "1e999"u8.ToArray(), "4294967295"u8.ToArray(), "4294967296"u8.ToArray(), "2147483647"u8.ToArray(), "18446744073709551615"u8.ToArray(), "99999999999999999999"u8.ToArray(),
        "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0064"u8.ToArray(), "\\"u8.ToArray(), [0xff], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0x7f], [0xed, 0xa0, 0x80], [0],
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    /// <summary>One of the samples, spoiled with parts of itself and of the others; now and then bytes that are none of them.</summary>
    public byte[] Of(params byte[][] samples)
    {
        byte[] bytes = [.. samples[_random.Next(samples.Length)]];
        if (_random.Next(20) == 0)
        {
            bytes = new byte[_random.Next(200)];
            _random.NextBytes(bytes);
        }

        for (int changes = _random.Next(1, 5); changes > 0; changes--)
        {
            bytes = Change(bytes, samples[_random.Next(samples.Length)]);
        }

        return bytes;
    }

    private byte[] Change(byte[] bytes, byte[] other)
    {
        int at = _random.Next(bytes.Length + 1);
        int end = Math.Min(bytes.Length, at + _random.Next(40));
        switch (_random.Next(7))
        {
            case 0 when at < bytes.Length:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1 when at < bytes.Length:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[end..]];
            case 4:
                return [.. bytes[..end], .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. other[_random.Next(other.Length)..]];
            default:
                return [.. bytes[..at], .. s_tokens[_random.Next(s_tokens.Length)], .. bytes[(_random.Next(2) == 0 ? at : end)..]];
        }
    }
}
