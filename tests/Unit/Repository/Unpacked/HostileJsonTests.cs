using System.Text;
using System.Text.Json.Serialization.Metadata;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Unpacked;

public sealed class HostileJsonTests
{
    private const string Id = "1111111111111111111111111111111111111111111111111111111111111111";

    private static readonly ObjectName s_name = new(ObjectKind.Key, ObjectId.Parse(Id));

    [Fact]
    public void A_config_with_bytes_changed_is_read_or_refused_and_never_a_crash() =>
        Mutate("""{"version":2,"id":"aa","chunker_polynomial":"3da3358b4dc173"}""", json => ConfigFile.Read(json, "here"));

    [Fact]
    public void A_key_with_bytes_changed_is_read_or_damage_and_never_a_crash() =>
        Mutate(
            """{"created":"2015-01-02T18:10:13.48307196+01:00","username":"fd0","hostname":"kasimir","kdf":"scrypt","N":65536,"r":8,"p":1,"salt":"uW4fEI1+IOzj7ED9","data":"tGwYeKoM0C4j4/9D"}""",
            RepositoryJson.Plain.KeyFile);

    [Fact]
    public void A_master_key_with_bytes_changed_is_read_or_damage_and_never_a_crash() =>
        Mutate(
            """{"mac":{"k":"evFWd9wWlndL9jc501268g==","r":"E9eEDnSJZgqwTOkDtOp+Dw=="},"encrypt":"UQCqa0lKZ94PygPxMRqkePTZnHRYh1k1pX2k2lM2v3Q="}""",
            json => JsonFile.Parse(s_name, json, RepositoryJson.Plain.MasterKeyFile).ToKey()?.Dispose());

    [Fact]
    public void A_lock_with_bytes_changed_is_read_or_damage_and_never_a_crash() =>
        Mutate(
            """{"time":"2015-06-27T12:18:51.759239612+02:00","exclusive":false,"hostname":"kasimir","username":"fd0","pid":13607,"uid":1000,"gid":100}""",
            RepositoryJson.Plain.LockFile);

    private static void Mutate<T>(string json, JsonTypeInfo<T> type)
        where T : class => Mutate(json, bytes => JsonFile.Parse(s_name, bytes, type));

    /// <summary>Cuts, and changes up to three bytes of, a good document.</summary>
    private static void Mutate(string json, Action<byte[]> read) => Prop.ForAll<(int Position, byte Value)[], byte>((changes, cut) =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        foreach ((int position, byte value) in changes.Take(3))
        {
            bytes[(uint)position % bytes.Length] = value;
        }

        try
        {
            read(cut < 200 ? bytes : bytes[..^(cut - 200)]);
        }
        catch (RepositoryException)
        {
            // The refusal that is meant.
        }

        return true;
    }).CheckTimes(5000);
}
