using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Unpacked;

/// <summary>The small JSON documents of a repository, as restic's Go code reads and writes them.</summary>
[JsonSerializable(typeof(ConfigFile))]
[JsonSerializable(typeof(KeyFile))]
[JsonSerializable(typeof(MasterKeyFile))]
[JsonSerializable(typeof(LockFile))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(QuarantineFile))]
internal sealed partial class RepositoryJson : JsonSerializerContext
{
    private static readonly Lazy<RepositoryJson> s_plain = new(() => new RepositoryJson(new JsonSerializerOptions
    {
        Converters = { new ObjectIdJsonConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    }));

    /// <summary>Writes names and paths as they are, where the serializer would escape all but ASCII letters.</summary>
    public static RepositoryJson Plain => s_plain.Value;
}
