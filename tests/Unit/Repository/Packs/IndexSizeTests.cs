using System.Buffers.Binary;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Tests.Packs;

public sealed class IndexSizeTests
{
    [Fact]
    public async Task Index_objects_stay_below_their_size_and_name_every_blob()
    {
        const int blobs = 80_000;
        const int largest = 8 * 1024 * 1024;
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync(RepositoryFixture.CheapOptions with { Version = 1 });
        await using (BlobWriter writer = fixture.Repository.OpenWriter())
        {
            for (int i = 0; i < blobs; i++)
            {
                writer.Save(BlobType.Data, Content(i));
            }

            await writer.FlushAsync(CancellationToken.None);
        }

        string[] indexes = fixture.Files("index");
        Assert.True(indexes.Length > 1);
        Assert.All(indexes, file => Assert.InRange(new FileInfo(file).Length, 1, largest));

        await using ResticRepository other = await fixture.OpenAsync();
        for (int i = 0; i < blobs; i++)
        {
            Assert.True(other.Contains(new BlobHandle(BlobType.Data, ObjectId.Of(Content(i)))));
        }
    }

    private static byte[] Content(int number)
    {
        byte[] content = new byte[400];
        BinaryPrimitives.WriteInt32LittleEndian(content, number);
        return content;
    }
}
