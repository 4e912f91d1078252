using System.Buffers;
using System.Text;

namespace BackupAccess.Repository.Trees;

/// <summary>JSON strings with the escapes of Go's encoding/json, which differ from .NET's and so decide a tree's id.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> s_plain =
        SearchValues.Create(" !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\u007f"u8);

    public static void Write(IBufferWriter<byte> json, string? text) => Write(json, Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>Writes a text with its quotes; bytes that are no UTF-8 become the replacement character.</summary>
    public static void Write(IBufferWriter<byte> json, ReadOnlySpan<byte> text)
    {
        json.Write("\""u8);
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(s_plain);
            plain = plain < 0 ? text.Length : plain;
            json.Write(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                text = text[WriteOther(json, text)..];
            }
        }

        json.Write("\""u8);
    }

    private static int WriteOther(IBufferWriter<byte> json, ReadOnlySpan<byte> text)
    {
        if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) != OperationStatus.Done)
        {
            json.Write("\\ufffd"u8);
            return 1;
        }

        switch (rune.Value)
        {
            case '"':
                json.Write("\\\""u8);
                break;
            case '\\':
                json.Write("\\\\"u8);
                break;
            case '\n':
                json.Write("\\n"u8);
                break;
            case '\r':
                json.Write("\\r"u8);
                break;
            case '\t':
                json.Write("\\t"u8);
                break;
            case < ' ' or '<' or '>' or '&' or 0x2028 or 0x2029:
                json.Write(Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}"));
                break;
            default:
                json.Write(text[..length]);
                break;
        }

        return length;
    }
}
