using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Unpacked;

/// <summary>Parses an object's JSON.</summary>
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
}
