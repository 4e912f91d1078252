using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>The contract fits a store without renames, appends, folders and fsync.</summary>
public sealed class PagedObjectStoreTests : StorageConformance
{
    private readonly PagedObjectStore _store = new();

    protected override IStorage Storage => _store;

    [Fact]
    public async Task A_page_comes_only_when_it_is_asked_for()
    {
        for (int i = 0; i < 2500; i++)
        {
            await _store.PutAsync(new ObjectName(ObjectKind.Pack, ObjectId.Of(BitConverter.GetBytes(i))), new byte[1], CancellationToken.None);
        }

        Assert.True(await _store.ListAsync(ObjectKind.Pack, CancellationToken.None).AnyAsync());
        Assert.Equal(1, _store.Pages);
    }
}
