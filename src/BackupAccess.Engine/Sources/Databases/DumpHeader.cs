using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>
/// The first line of a dump: a comment for the server, in which stands what the dump doesn't tell, as JSON. It is the
/// engine's own, whatever the dump's owner has made the rest say.
/// </summary>
internal static class DumpHeader
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly byte[] s_mark = "-- BackupAccess "u8.ToArray();

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) => [.. s_mark, .. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    /// <summary>What stands there; null where it is none of such a header.</summary>
    public static async Task<T?> TryReadAsync<T>(ItemRestore restore, Node file, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using MemoryStream line = new();
        await foreach (ReadOnlyMemory<byte> part in restore.ContentAsync(file, cancellationToken).ConfigureAwait(false))
        {
            int end = part.Span.IndexOf((byte)'\n');
            line.Write(end < 0 ? part.Span : part.Span[..end]);
            if (end >= 0 || line.Length > MaxBytes)
            {
                break;
            }
        }

        ReadOnlySpan<byte> text = line.GetBuffer().AsSpan(0, (int)line.Length);
        if (!text.StartsWith(s_mark))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text[s_mark.Length..], type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The name of a database's file. What can't stand in one is written as its number.</summary>
    public static FileName FileOf(string database) => FileName.FromBytes(
        Encoding.UTF8.GetBytes(database.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal) + ".sql"));
}
