using System.Buffers;
using System.Globalization;
using System.Text;

namespace BackupAccess.Repository.Trees;

/// <summary>
/// The escapes of Go's strconv.Quote, in which restic writes names into trees. People see the same, but for quotes
/// and for letters newer than a table, which they see as themselves.
/// </summary>
internal static class NameText
{
    private static readonly SearchValues<byte> s_plain =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>For people: escapes only what would be ambiguous or invisible.</summary>
    public static string Write(ReadOnlySpan<byte> name)
    {
        ArrayBufferWriter<byte> text = new(name.Length + 16);
        Escape(name, quotes: false, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>For trees: as strconv.Quote does, without the quotes around it.</summary>
    public static void Quote(ReadOnlySpan<byte> name, IBufferWriter<byte> text) => Escape(name, quotes: true, text);

    /// <summary>Whether a name is its own quoted form.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> name) => !name.ContainsAnyExcept(s_plain);

    /// <summary>Undoes the escapes; may work in place, since what comes out is never longer.</summary>
    /// <returns>False when an escape is unknown, cut short or out of range.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> name, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            int plain = text.IndexOf((byte)'\\');
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(name[length..]);
            length += plain;
            text = text[plain..];
            if (!text.IsEmpty && !TryReadEscape(ref text, name, ref length))
            {
                return false;
            }
        }

        return true;
    }

    private static void Escape(ReadOnlySpan<byte> name, bool quotes, IBufferWriter<byte> text)
    {
        while (!name.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(name, out Rune rune, out int length);
            if (status != OperationStatus.Done)
            {
                text.Write(Encoding.ASCII.GetBytes($"\\x{name[0]:x2}"));
                name = name[1..];
                continue;
            }

            if (EscapeOf(rune, quotes) is { } escape)
            {
                text.Write(Encoding.ASCII.GetBytes(escape));
            }
            else
            {
                text.Write(name[..length]);
            }

            name = name[length..];
        }
    }

    private static string? EscapeOf(Rune rune, bool quotes) => rune.Value switch
    {
        '\\' => "\\\\",
        '"' => quotes ? "\\\"" : null,
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        < ' ' or 0x7f => $"\\x{rune.Value:x2}",
        _ when IsPrint(rune) => null,
        < 0x10000 => $"\\u{rune.Value:x4}",
        _ => $"\\U{rune.Value:x8}",
    };

    /// <summary>Go's IsPrint. It knows fewer letters than .NET: a newer letter is then written plainly, which reads the same.</summary>
    private static bool IsPrint(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static bool TryReadEscape(ref ReadOnlySpan<byte> text, Span<byte> name, ref int length)
    {
        if (text.Length < 2)
        {
            return false;
        }

        byte kind = text[1];
        int digits = kind switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
        if (digits > 0)
        {
            return TryReadHexadecimal(ref text, digits, name, ref length);
        }

        if (kind is >= (byte)'0' and <= (byte)'7')
        {
            return TryReadOctal(ref text, name, ref length);
        }

        int index = "abfnrtv\\'\""u8.IndexOf(kind);
        if (index < 0)
        {
            return false;
        }

        name[length++] = "\a\b\f\n\r\t\v\\'\""u8[index];
        text = text[2..];
        return true;
    }

    private static bool TryReadHexadecimal(ref ReadOnlySpan<byte> text, int digits, Span<byte> name, ref int length)
    {
        if (text.Length < 2 + digits
            || !uint.TryParse(text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return false;
        }

        text = text[(2 + digits)..];
        if (digits == 2)
        {
            name[length++] = (byte)value;
            return true;
        }

        if (!Rune.TryCreate(value, out Rune rune))
        {
            return false;
        }

        length += rune.EncodeToUtf8(name[length..]);
        return true;
    }

    private static bool TryReadOctal(ref ReadOnlySpan<byte> text, Span<byte> name, ref int length)
    {
        int value = 0;
        for (int i = 1; i <= 3; i++)
        {
            if (i >= text.Length || text[i] is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            value = (value * 8) + (text[i] - '0');
        }

        text = text[4..];
        name[length++] = (byte)value;
        return value <= byte.MaxValue;
    }
}
