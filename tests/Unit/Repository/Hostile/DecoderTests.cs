using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>Every decoder on spoiled bytes: it reads them or says what is damaged, in memory that the bytes' number bounds.</summary>
public sealed class DecoderTests : IDisposable
{
    private const string Id = "1111111111111111111111111111111111111111111111111111111111111111";
    private const int Rounds = 40_000;

    private static readonly ObjectName s_name = new(ObjectKind.Index, ObjectId.Parse(Id));

    private readonly MasterKey _key = MasterKey.Generate();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_config_is_read_or_refused() =>
        Fuzz(bytes => ConfigFile.Read(bytes, "here"), Text("""{"version":2,"id":"aa","chunker_polynomial":"3da3358b4dc173"}"""));

    [Fact]
    public void A_key_is_read_or_refused() => Fuzz(
        RepositoryJson.Plain.KeyFile,
        """{"created":"2015-01-02T18:10:13.48307196+01:00","username":"fd0","hostname":"kasimir","kdf":"scrypt","N":65536,"r":8,"p":1,"salt":"uW4fEI1+IOzj7ED9","data":"tGwYeKoM0C4j4/9D"}""");

    [Fact]
    public void A_master_key_is_read_or_refused() => Fuzz(
        bytes => JsonFile.Parse(s_name, bytes, RepositoryJson.Plain.MasterKeyFile).ToKey()?.Dispose(),
        Text("""{"mac":{"k":"evFWd9wWlndL9jc501268g==","r":"E9eEDnSJZgqwTOkDtOp+Dw=="},"encrypt":"UQCqa0lKZ94PygPxMRqkePTZnHRYh1k1pX2k2lM2v3Q="}"""));

    [Fact]
    public void A_lock_is_read_or_refused() => Fuzz(
        RepositoryJson.Plain.LockFile,
        """{"time":"2015-06-27T12:18:51.759239612+02:00","exclusive":false,"hostname":"kasimir","username":"fd0","pid":13607,"uid":1000,"gid":100}""");

    [Fact]
    public void A_quarantine_is_read_or_refused() =>
        Fuzz(RepositoryJson.Plain.QuarantineFile, $$"""{"time":"2015-06-27T12:18:51.7Z","packs":["{{Id}}","{{Id.Replace('1', 'a')}}"]}""");

    [Fact]
    public void A_snapshot_is_read_or_refused_and_what_is_read_can_be_written_again() => Fuzz(
        bytes => JsonFile.Write(s_name, JsonFile.Parse(s_name, bytes, RepositoryJson.Plain.Snapshot), RepositoryJson.Plain.Snapshot),
        Text($$"""{"time":"2015-01-02T18:10:50.895208559+01:00","parent":"{{Id}}","tree":"{{Id}}","paths":["/tmp/t","ü"],"hostname":"kasimir","username":"fd0","uid":1000,"gid":100,"excludes":["*.o"],"tags":["a=b","NL"],"original":"{{Id}}","new":{"deep":[1,null]},"summary":{"files_new":2,"backup_start":"2015-01-02T18:10:50Z"} }"""));

    [Fact]
    public void An_index_is_read_or_refused() => Fuzz(
        bytes =>
        {
            BlobIndex index = new();
            IndexFile.Read(s_name, bytes, index.Add);
            _ = index.ListPacks();
            _ = index.ListDuplicates();
        },
        Text($$"""{"supersedes":["{{Id}}"],"packs":[{"id":"{{Id}}","blobs":[{"id":"{{Id}}","type":"data","offset":0,"length":38},{"id":"{{Id.Replace('1', 'b')}}","type":"tree","offset":38,"length":112,"uncompressed_length":511}]}]}"""));

    [Fact]
    public void A_tree_is_read_or_refused_and_what_is_read_can_be_written_again() => Fuzz(
        bytes => Tree.Parse(bytes, default).ToJson(), Trees());

    [Fact]
    public void What_a_tree_refers_to_is_read_or_refused_and_holds_all_that_its_nodes_say() => Fuzz(
        bytes =>
        {
            TreeReferences references = TreeReferences.Read(bytes, default);
            Tree tree = Tree.Parse(bytes, default);
            Assert.Subset(references.Subtrees.ToHashSet(), tree.Nodes.Where(node => node.Subtree is not null).Select(node => node.Subtree!.Value).ToHashSet());
            Assert.Subset(references.Chunks.ToHashSet(), tree.Nodes.SelectMany(node => node.Content ?? []).ToHashSet());
        },
        Trees());

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("s\\ud800btree")]
    [InlineData("\\udc00ubtree")]
    [InlineData("conten\\ud800")]
    public void A_member_s_name_that_is_no_text_is_passed_over_or_damage(string name)
    {
        byte[] json = Text($$"""{"nodes":[{"name":"a","type":"file","{{name}}":1,"content":["{{Id}}"]}]}""");
        try
        {
            Assert.Equal([ObjectId.Parse(Id)], TreeReferences.Read(json, default).Chunks);
        }
        catch (RepositoryDamagedException e)
        {
            Assert.StartsWith("tree ", e.Object, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pack_header_is_read_or_refused() => Fuzz(bytes => PackHeader.Parse(bytes), Header());

    [Fact]
    public void A_pack_s_end_is_read_or_refused_whatever_length_it_claims()
    {
        LocalStorage storage = new(_folder.Path);
        PackHeaderReader reader = new(new RepositoryContext(storage, _key, new RepositoryConfig(2, "aa", 0), RepositoryOptions.Default));
        byte[] footed = [.. new byte[150], .. Sealed(Header()), 0, 0, 0, 0];
        BitConverter.TryWriteBytes(footed.AsSpan(footed.Length - 4), footed.Length - 154);
        int number = 0;
        Fuzz(
            bytes =>
            {
                ObjectName name = new(ObjectKind.Pack, ObjectId.Of(BitConverter.GetBytes(number++)));
                storage.PutAsync(name, bytes, CancellationToken.None).GetAwaiter().GetResult();
                reader.ReadAsync(new StoredObject(name, bytes.Length), CancellationToken.None).GetAwaiter().GetResult();
            },
            Rounds / 20,
            footed);
    }

    [Fact]
    public void A_stored_object_is_opened_or_refused()
    {
        UnpackedFiles files = new(new LocalStorage(_folder.Path), _key, version: 2);
        byte[] json = Text($$"""{"text":"{{new string('x', 500)}}"}""");
        Fuzz(bytes => files.Decode(s_name, bytes), files.Encode(ObjectKind.Index, json), Sealed(json));
    }

    [Fact]
    public void What_is_sealed_with_the_right_key_is_opened_or_refused_however_large_it_claims_to_be()
    {
        UnpackedFiles files = new(new LocalStorage(_folder.Path), _key, version: 2);
        byte[] frame = Frame(Encoding.UTF8.GetBytes(new string('x', 700) + Id));
        Fuzz(bytes => files.Decode(s_name, Sealed(bytes)), [2, .. frame], [2, .. HugeFrame(frame)], [2, 0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, 0x39, 0, 0, 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x31, 0x7d]);
    }

    [Fact]
    public void A_blob_is_opened_or_refused_whatever_length_the_index_claims()
    {
        byte[] content = Encoding.UTF8.GetBytes(new string('x', 700) + Id);
        byte[] frame = Frame(content);
        uint[] lengths = [(uint)content.Length, 1, 0, 0x7FFFFFC7, 1 << 30, 70_000_000];
        using BlobDecoder decoder = new(_key);
        Fuzz(
            (bytes, mutation) =>
            {
                byte[] stored = Sealed(bytes);
                PackedBlob blob = new(new BlobHandle(BlobType.Data, ObjectId.Of(content)), 0, (uint)stored.Length, lengths[mutation.Next(lengths.Length)]);
                decoder.Decode(blob, default, stored);
            },
            Rounds,
            frame, HugeFrame(frame), content);
    }

    [Fact]
    public void A_frame_that_claims_more_than_it_can_hold_takes_no_memory()
    {
        UnpackedFiles files = new(new LocalStorage(_folder.Path), _key, version: 2);
        byte[] huge = HugeFrame(Frame(new byte[10_000]));
        byte[] stored = Sealed([2, .. huge]);
        PackedBlob blob = new(new BlobHandle(BlobType.Tree, default), 0, (uint)huge.Length + MasterKey.Overhead, 1 << 30);
        using BlobDecoder decoder = new(_key);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<RepositoryDamagedException>(() => files.Decode(s_name, stored));
        Assert.Throws<RepositoryDamagedException>(() => decoder.Decode(blob, null, Sealed(huge)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private static void Fuzz<T>(JsonTypeInfo<T> type, string json)
        where T : class => Fuzz(bytes => JsonSerializer.SerializeToUtf8Bytes(JsonFile.Parse(s_name, bytes, type), type), Text(json));

    private static void Fuzz(Action<byte[]> decode, params byte[][] samples) => Fuzz(decode, Rounds, samples);

    private static void Fuzz(Action<byte[]> decode, int rounds, params byte[][] samples) => Fuzz((bytes, _) => decode(bytes), rounds, samples);

    private static void Fuzz(Action<byte[], Mutation> decode, int rounds, params byte[][] samples)
    {
        for (int round = RandomRuns.Of(rounds); round > 0; round--)
        {
            int seed = Random.Shared.Next();
            Mutation mutation = new(seed);
            byte[] bytes = mutation.Of(samples);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                decode(bytes, mutation);
            }
            catch (RepositoryException)
            {
                // The refusal that is meant.
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed} isn't refused as it should be: {Convert.ToHexString(bytes)}", e);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= 32_000_000 + (1000L * bytes.Length), $"Seed {seed} took {allocated} bytes: {Convert.ToHexString(bytes)}");
        }
    }

    private static byte[][] Trees() =>
    [
        Text($$"""{"nodes":[{"name":"a","type":"file","mode":420,"mtime":"2015-01-02T18:10:50.895208559+01:00","atime":"2015-01-02T18:10:50Z","uid":1,"gid":2,"user":"u","group":"g","inode":7,"device_id":8,"size":5,"links":2,"content":["{{Id}}","{{Id}}"]},{"name":"b\\xff\\n","type":"dir","mode":2147484141,"content":null,"subtree":"{{Id}}"}]}"""),
        Text("""{"nodes":[{"name":"l","type":"symlink","linktarget":"..\u002f","linktarget_raw":"/w==","extended_attributes":[{"name":"user.x","value":"eA=="},{"name":"user.y","value":null}],"generic_attributes":{"w":[1]},"error":"e","new":{"deep":[1,"ü"]}},{"name":"x","type":"chardev","device":259}]}"""),
        Text("""{"nodes":null}"""),
    ];

    private static byte[] Header()
    {
        byte[] one = [0, 38, 0, 0, 0, .. Convert.FromHexString(Id)];
        byte[] two = [3, 112, 0, 0, 0, 255, 1, 0, 0, .. Convert.FromHexString(Id.Replace('1', 'c'))];
        return [.. one, .. two];
    }

    private static byte[] Frame(ReadOnlySpan<byte> content)
    {
        byte[] frame = new byte[content.Length];
        Assert.True(Zstd.TryCompress(content, frame, out int length));
        return frame[..length];
    }

    /// <summary>The frame with another header, by which it holds two gibibytes less a few bytes.</summary>
    private static byte[] HugeFrame(byte[] frame)
    {
        // Frame_Header_Descriptor: four bytes of content size, one segment (RFC 8878, 3.1.1.1).
        int header = 5 + ((frame[4] & 0x20) != 0 ? 0 : 1) + (frame[4] >> 6) switch { 0 => (frame[4] & 0x20) != 0 ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        return [.. frame[..4], 0xA0, 0xC7, 0xFF, 0xFF, 0x7F, .. frame[header..]];
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private byte[] Sealed(ReadOnlySpan<byte> plain)
    {
        byte[] content = new byte[plain.Length + MasterKey.Overhead];
        _key.Seal(plain, content);
        return content;
    }
}
