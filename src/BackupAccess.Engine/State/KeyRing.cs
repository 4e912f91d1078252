using System.Text;

namespace BackupAccess.Engine.State;

/// <summary>The key that seals now, and while a change of it isn't finished the one before, which opens what isn't sealed anew yet.</summary>
internal sealed record KeyRing(SealingKey Current, SealingKey? Previous)
{
    /// <summary>Reads one line a key, in base64: the current one, then the one before.</summary>
    /// <returns>Null where that isn't what is there.</returns>
    public static KeyRing? Parse(ReadOnlySpan<byte> text)
    {
        string[] lines = Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        SealingKey?[] keys = [.. lines.Select(line => SealingKey.Parse(line))];
        return keys switch
        {
            [{ } current] => new KeyRing(current, null),
            [{ } current, { } previous] => new KeyRing(current, previous),
            _ => null,
        };
    }

    public byte[] Format() => Encoding.ASCII.GetBytes(Previous is null ? $"{Current.Format()}\n" : $"{Current.Format()}\n{Previous.Format()}\n");
}
