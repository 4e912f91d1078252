using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Unpacked;

/// <summary>Parses and writes objects' JSON.</summary>
internal static class JsonFile
{
    /// <exception cref="RepositoryDamagedException">It isn't JSON, or not of this shape.</exception>
    public static T Parse<T>(ObjectName name, ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException e)
        {
            throw new RepositoryDamagedException($"{name}", "its JSON can't be read", e);
        }
    }

    /// <exception cref="RepositoryDamagedException">It was read with members whose text is no Unicode, and can't be written.</exception>
    public static byte[] Write<T>(ObjectName name, T value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, type);
        }
        catch (JsonException e)
        {
            throw new RepositoryDamagedException($"{name}", "a member of it is no text and can't be written again", e);
        }
    }
}
