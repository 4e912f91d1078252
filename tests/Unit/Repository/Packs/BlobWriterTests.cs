using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Tests.Packs;

public sealed class BlobWriterTests
{
    [Fact]
    public async Task What_is_saved_and_flushed_reads_back_in_another_process_s_eyes()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        byte[] text = Enumerable.Repeat("the same line over and over\n"u8.ToArray(), 10_000).SelectMany(line => line).ToArray();
        byte[] noise = Noise(seed: 1, length: 3_000_000);

        BlobSave savedText = await SaveAndFlushAsync(fixture.Repository, BlobType.Data, text);
        BlobSave savedNoise = await SaveAndFlushAsync(fixture.Repository, BlobType.Tree, noise);

        await using ResticRepository other = await fixture.OpenAsync();
        Assert.Equal(text, await other.LoadBlobAsync(new BlobHandle(BlobType.Data, savedText.Id), CancellationToken.None));
        Assert.Equal(noise, await other.LoadBlobAsync(new BlobHandle(BlobType.Tree, savedNoise.Id), CancellationToken.None));
        Assert.InRange(savedText.StoredLength, 1, text.Length / 10);
        Assert.InRange(savedNoise.StoredLength, noise.Length, noise.Length + 100);
    }

    [Fact]
    public async Task A_blob_is_stored_once_within_a_writer_and_across_writers()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await using (BlobWriter writer = fixture.Repository.OpenWriter())
        {
            Assert.True(writer.Save(BlobType.Data, "once"u8).IsNew);
            BlobSave again = writer.Save(BlobType.Data, "once"u8);
            Assert.Equal((false, 0), (again.IsNew, again.StoredLength));
            Assert.True(writer.Save(BlobType.Tree, "once"u8).IsNew);
            await writer.FlushAsync(CancellationToken.None);
            Assert.False(writer.Save(BlobType.Data, "once"u8).IsNew);
        }

        await using ResticRepository other = await fixture.OpenAsync();
        await using BlobWriter later = other.OpenWriter();
        Assert.False(later.Save(BlobType.Data, "once"u8).IsNew);
    }

    [Fact]
    public async Task Many_threads_may_save_at_once_and_every_blob_is_whole()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        byte[][] contents = [.. Enumerable.Range(0, 400).Select(i => Noise(seed: i % 300, length: 1 + (i % 300 * 997)))];
        int added = 0;
        await using (BlobWriter writer = fixture.Repository.OpenWriter())
        {
            Parallel.ForEach(contents, new ParallelOptions { MaxDegreeOfParallelism = 8 }, content =>
                Interlocked.Add(ref added, writer.Save(BlobType.Data, content).IsNew ? 1 : 0));
            await writer.FlushAsync(CancellationToken.None);
        }

        Assert.Equal(300, added);
        Assert.True(fixture.Files("data").Length >= 2);
        await using ResticRepository other = await fixture.OpenAsync();
        foreach (byte[] content in contents)
        {
            Assert.Equal(content, await other.LoadBlobAsync(new BlobHandle(BlobType.Data, ObjectId.Of(content)), CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_blob_larger_than_a_pack_gets_a_pack_of_its_own()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        byte[] large = Noise(seed: 3, length: 40_000_000);

        BlobSave saved = await SaveAndFlushAsync(fixture.Repository, BlobType.Tree, large);

        Assert.Equal(large, await fixture.Repository.LoadBlobAsync(new BlobHandle(BlobType.Tree, saved.Id), CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();

        BlobSave saved = await SaveAndFlushAsync(fixture.Repository, BlobType.Data, []);

        Assert.Empty(await fixture.Repository.LoadBlobAsync(new BlobHandle(BlobType.Data, saved.Id), CancellationToken.None));
    }

    [Fact]
    public async Task What_is_not_flushed_is_never_referenced()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await using (BlobWriter writer = fixture.Repository.OpenWriter())
        {
            writer.Save(BlobType.Data, "lost"u8);
        }

        Assert.False(Directory.Exists(Path.Combine(fixture.Path, "index")));
    }

    [Fact]
    public async Task A_failed_upload_surfaces_at_the_next_save_or_flush_with_its_cause()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await using BlobWriter writer = fixture.Repository.OpenWriter();
        await File.WriteAllTextAsync(Path.Combine(fixture.Path, "data"), "in the way of the packs' folder");

        writer.Save(BlobType.Data, "anything"u8);

        await Assert.ThrowsAnyAsync<RepositoryException>(() => writer.FlushAsync(CancellationToken.None));
        Assert.ThrowsAny<RepositoryException>(() => writer.Save(BlobType.Data, "more"u8));
        await Assert.ThrowsAnyAsync<RepositoryException>(() => writer.FlushAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_upload_that_fails_midway_lets_go_of_callers_who_wait_for_room()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await using BlobWriter writer = fixture.Repository.OpenWriter();
        await File.WriteAllTextAsync(Path.Combine(fixture.Path, "data"), "in the way of the packs' folder");

        Assert.ThrowsAny<RepositoryException>(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                writer.Save(BlobType.Data, Noise(seed: i, length: 1_000_000));
            }
        });
    }

    private static async Task<BlobSave> SaveAndFlushAsync(ResticRepository repository, BlobType type, byte[] content)
    {
        await using BlobWriter writer = repository.OpenWriter();
        BlobSave saved = writer.Save(type, content);
        await writer.FlushAsync(CancellationToken.None);
        return saved;
    }

    private static byte[] Noise(int seed, int length)
    {
        byte[] noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
