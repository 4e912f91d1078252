using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Tests;

public sealed class ResticRepositoryTests
{
    [Fact]
    public async Task A_repository_is_made_once_at_a_place()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();

        await Assert.ThrowsAsync<RepositoryExistsException>(() =>
            ResticRepository.CreateAsync(fixture.Storage, RepositoryFixture.Password, fixture.Options, CancellationToken.None));

        await using ResticRepository still = await fixture.OpenAsync();
        Assert.Equal(fixture.Repository.Config, still.Config);
    }

    [Fact]
    public async Task Where_there_is_no_config_there_is_no_repository()
    {
        using TemporaryFolder folder = new();

        RepositoryNotFoundException failure = await Assert.ThrowsAsync<RepositoryNotFoundException>(() =>
            ResticRepository.OpenAsync(new LocalStorage(folder.Under("none")), RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None));

        Assert.Contains(folder.Under("none"), failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("none")));
    }

    [Fact]
    public async Task A_config_that_was_changed_is_damage()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        string config = Path.Combine(fixture.Path, "config");
        byte[] content = await File.ReadAllBytesAsync(config);
        content[20] ^= 1;
        File.Delete(config);
        await File.WriteAllBytesAsync(config, content);

        RepositoryDamagedException damage = await Assert.ThrowsAsync<RepositoryDamagedException>(fixture.OpenAsync);
        Assert.Equal("config", damage.Object);
    }

    [Theory]
    [InlineData("""{"version":2,"id":"x","chunker_polynomial":"3da3358b4dc173"}""", typeof(RepositoryConfig))]
    [InlineData("""{"version":3,"id":"x","chunker_polynomial":"3da3358b4dc173"}""", typeof(UnsupportedVersionException))]
    [InlineData("""{"version":0,"id":"x","chunker_polynomial":"3da3358b4dc173"}""", typeof(UnsupportedVersionException))]
    [InlineData("""{"version":2,"id":"x","chunker_polynomial":"3da3358b4dc172"}""", typeof(RepositoryDamagedException))]
    [InlineData("""{"version":2,"id":"x","chunker_polynomial":"7"}""", typeof(RepositoryDamagedException))]
    [InlineData("""{"version":2,"id":"x","chunker_polynomial":"zz"}""", typeof(RepositoryDamagedException))]
    [InlineData("""{"version":"2"}""", typeof(RepositoryDamagedException))]
    [InlineData("", typeof(RepositoryDamagedException))]
    public void A_config_is_understood_or_refused(string json, Type expected)
    {
        object result;
        try
        {
            result = ConfigFile.Read(System.Text.Encoding.UTF8.GetBytes(json), "here");
        }
        catch (RepositoryException e)
        {
            result = e;
        }

        Assert.IsType(expected, result);
    }

    [Fact]
    public async Task Many_blobs_are_read_pack_by_pack_each_once()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        Dictionary<BlobHandle, byte[]> saved = await SaveAsync(fixture.Repository, count: 500);
        HashSet<BlobHandle> wanted = [.. saved.Keys.Where((_, i) => i % 3 != 0)];
        HashSet<BlobHandle> read = [];

        await fixture.Repository.ReadBlobsAsync(wanted, (blob, content) =>
        {
            lock (read)
            {
                Assert.True(read.Add(blob));
                Assert.True(content.SequenceEqual(saved[blob]));
            }
        }, CancellationToken.None);

        Assert.Equal(wanted, read);
    }

    [Fact]
    public async Task A_blob_damaged_in_one_pack_is_read_from_another_that_has_it()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await using ResticRepository second = await fixture.OpenAsync();
        Dictionary<BlobHandle, byte[]> saved = await SaveAsync(fixture.Repository, count: 3);
        string first = fixture.Files("data").Single();
        await SaveAsync(second, count: 3);
        byte[] content = await File.ReadAllBytesAsync(first);
        content[5] ^= 1;
        File.Delete(first);
        await File.WriteAllBytesAsync(first, content);

        await using ResticRepository reader = await fixture.OpenAsync();
        int read = 0;
        await reader.ReadBlobsAsync(saved.Keys, (_, _) => Interlocked.Increment(ref read), CancellationToken.None);

        Assert.Equal(3, read);
        foreach ((BlobHandle blob, byte[] expected) in saved)
        {
            Assert.Equal(expected, await reader.LoadBlobAsync(blob, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_blob_damaged_in_its_only_pack_is_named_with_its_pack()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        Dictionary<BlobHandle, byte[]> saved = await SaveAsync(fixture.Repository, count: 1);
        string pack = fixture.Files("data").Single();
        byte[] content = await File.ReadAllBytesAsync(pack);
        content[5] ^= 1;
        File.Delete(pack);
        await File.WriteAllBytesAsync(pack, content);

        RepositoryDamagedException damage = await Assert.ThrowsAsync<RepositoryDamagedException>(() =>
            fixture.Repository.ReadBlobsAsync(saved.Keys, (_, _) => { }, CancellationToken.None));

        Assert.Contains(Path.GetFileName(pack), damage.Object, StringComparison.Ordinal);
        Assert.Contains($"{saved.Keys.Single()}", damage.Object, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_no_index_names_is_damage()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        BlobHandle blob = new(BlobType.Tree, ObjectId.Of("nowhere"u8));

        Assert.False(fixture.Repository.Contains(blob));
        await Assert.ThrowsAsync<RepositoryDamagedException>(() => fixture.Repository.LoadBlobAsync(blob, CancellationToken.None));
        await Assert.ThrowsAsync<RepositoryDamagedException>(() => fixture.Repository.ReadBlobsAsync([blob], (_, _) => { }, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_consumer_throws_reaches_the_caller()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        Dictionary<BlobHandle, byte[]> saved = await SaveAsync(fixture.Repository, count: 2);

        await Assert.ThrowsAsync<InvalidDataException>(() =>
            fixture.Repository.ReadBlobsAsync(saved.Keys, (_, _) => throw new InvalidDataException(), CancellationToken.None));
    }

    [Fact]
    public async Task Without_compression_a_repository_of_either_version_reads_back()
    {
        foreach (RepositoryOptions options in new[] { RepositoryFixture.CheapOptions with { Version = 1 }, RepositoryFixture.CheapOptions with { Compression = CompressionMode.Off } })
        {
            await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync(options);
            Dictionary<BlobHandle, byte[]> saved = await SaveAsync(fixture.Repository, count: 4);
            await using ResticRepository other = await fixture.OpenAsync();

            Assert.Equal(CompressionState.Off, other.Compression);
            foreach ((BlobHandle blob, byte[] expected) in saved)
            {
                Assert.True(other.TryLocate(blob, out BlobLocation location));
                Assert.False(location.IsCompressed);
                Assert.Equal(expected, await other.LoadBlobAsync(blob, CancellationToken.None));
            }
        }
    }

    private static async Task<Dictionary<BlobHandle, byte[]>> SaveAsync(ResticRepository repository, int count)
    {
        Random random = new(count);
        Dictionary<BlobHandle, byte[]> saved = [];
        await using BlobWriter writer = repository.OpenWriter();
        for (int i = 0; i < count; i++)
        {
            byte[] content = new byte[random.Next(1, 200_000)];
            random.NextBytes(content.AsSpan(0, content.Length / 2));
            saved.Add(new BlobHandle(BlobType.Data, writer.Save(BlobType.Data, content).Id), content);
        }

        await writer.FlushAsync(CancellationToken.None);
        return saved;
    }
}
