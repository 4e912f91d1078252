using System.Text;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Tests.Unpacked;

public sealed class UnpackedFilesTests : IDisposable
{
    private static readonly ObjectName s_snapshot = new(ObjectKind.Snapshot, default);
    private static readonly byte[] s_json = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 5000)}}"}""");

    private readonly MasterKey _key = MasterKey.Generate();

    [Theory]
    [InlineData(1, ObjectKind.Snapshot, false)]
    [InlineData(2, ObjectKind.Config, false)]
    [InlineData(2, ObjectKind.Snapshot, true)]
    public void Only_version_2_compresses_and_never_the_config(int version, ObjectKind kind, bool isCompressed)
    {
        UnpackedFiles files = Files(version);

        byte[] content = files.Encode(kind, s_json);

        Assert.Equal(isCompressed && Zstd.IsAvailable, content.Length < s_json.Length);
        Assert.Equal(s_json, files.Decode(new ObjectName(kind, default), content).ToArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    public void Plain_json_is_read_from_a_version_2_repository(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(Files(version: 2).Decode(s_snapshot, Seal(Encoding.UTF8.GetBytes(json))).Span));

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 2, 0x28, 0xB5, 0x2F, 0xFD })]
    [InlineData(new byte[] { 2, 0x28, 0xB5, 0x2F, 0xFD, 0xE0, 255, 255, 255, 255, 255, 255, 255, 127 })]
    [InlineData(new byte[] { 3, 123, 125 })]
    public void An_unknown_encoding_or_a_broken_frame_is_damage(byte[] plain) =>
        Assert.Throws<RepositoryDamagedException>(() => Files(version: 2).Decode(s_snapshot, Seal(plain)));

    [Fact]
    public void A_frame_that_leaves_its_length_unsaid_is_read()
    {
        // `printf '{"a":1}' | zstd --no-content-size`, as programs that compress a stream write it.
        byte[] frame = Convert.FromHexString("28b52ffd00583900007b2261223a317d");

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(Files(version: 2).Decode(s_snapshot, Seal([2, .. frame])).Span));
    }

    [Fact]
    public void Bytes_that_don_t_decrypt_are_damage_whatever_their_length()
    {
        for (int length = 0; length < 64; length++)
        {
            byte[] content = new byte[length];
            Assert.Throws<RepositoryDamagedException>(() => Files(version: 2).Decode(s_snapshot, content));
        }
    }

    public void Dispose() => _key.Dispose();

    private UnpackedFiles Files(int version) => new(new LocalStorage(Path.GetTempPath()), _key, version);

    private byte[] Seal(byte[] plain)
    {
        byte[] content = new byte[plain.Length + MasterKey.Overhead];
        _key.Seal(plain, content);
        return content;
    }
}
