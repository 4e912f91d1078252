using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>What every storage does, whatever it is made of.</summary>
public abstract class StorageConformance : IDisposable
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 5_000_000).Select(i => (byte)(i * 7))];

    protected abstract IStorage Storage { get; }

    public static TheoryData<ObjectKind> Kinds => [.. Enum.GetValues<ObjectKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_of_each_kind_reads_back_whole_and_in_ranges(ObjectKind kind)
    {
        ObjectName name = Name(kind, 1);

        await Storage.PutAsync(name, s_content, CancellationToken.None);

        Assert.Equal(s_content.Length, await Storage.StatAsync(name, CancellationToken.None));
        Assert.Equal(s_content, await Storage.GetAsync(name, CancellationToken.None));
        byte[] range = new byte[1000];
        await Storage.GetRangeAsync(name, 123_456, range, CancellationToken.None);
        Assert.Equal(s_content[123_456..124_456], range);
        Assert.Equal([new StoredObject(name, s_content.Length)], await ListAsync(kind));
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        await Storage.PutAsync(Name(ObjectKind.Lock, 1), ReadOnlyMemory<byte>.Empty, CancellationToken.None);

        Assert.Equal(0, await Storage.StatAsync(Name(ObjectKind.Lock, 1), CancellationToken.None));
        Assert.Empty(await Storage.GetAsync(Name(ObjectKind.Lock, 1), CancellationToken.None));
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused()
    {
        ObjectName name = Name(ObjectKind.Pack, 1);
        await Storage.PutAsync(name, new byte[100], CancellationToken.None);

        await Assert.ThrowsAsync<StorageException>(() => Storage.GetRangeAsync(name, 50, new byte[51], CancellationToken.None));
    }

    [Fact]
    public async Task An_object_is_written_once_and_a_second_write_leaves_it_as_it_was()
    {
        ObjectName name = Name(ObjectKind.Snapshot, 1);
        await Storage.PutAsync(name, new byte[] { 1 }, CancellationToken.None);

        ObjectExistsException refusal = await Assert.ThrowsAsync<ObjectExistsException>(() => Storage.PutAsync(name, new byte[] { 2 }, CancellationToken.None));

        Assert.Equal(name, refusal.Name);
        Assert.Equal([1], await Storage.GetAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task An_absent_object_is_named_when_it_is_read_and_no_error_elsewhere()
    {
        ObjectName name = Name(ObjectKind.Pack, 1);

        ObjectNotFoundException failure = await Assert.ThrowsAsync<ObjectNotFoundException>(() => Storage.GetRangeAsync(name, 0, new byte[1], CancellationToken.None));

        Assert.Equal(name, failure.Name);
        Assert.Null(await Storage.StatAsync(name, CancellationToken.None));
        Assert.Empty(await ListAsync(ObjectKind.Pack));
        await Storage.DeleteAsync(name, CancellationToken.None);
    }

    [Fact]
    public async Task A_deleted_object_is_gone_and_its_neighbours_stay()
    {
        await Storage.PutAsync(Name(ObjectKind.Index, 1), new byte[1], CancellationToken.None);
        await Storage.PutAsync(Name(ObjectKind.Index, 2), new byte[2], CancellationToken.None);

        await Storage.DeleteAsync(Name(ObjectKind.Index, 1), CancellationToken.None);

        Assert.Equal([new StoredObject(Name(ObjectKind.Index, 2), 2)], await ListAsync(ObjectKind.Index));
    }

    [Fact]
    public async Task Kinds_are_apart()
    {
        await Storage.PutAsync(Name(ObjectKind.Index, 1), new byte[1], CancellationToken.None);

        Assert.Null(await Storage.StatAsync(Name(ObjectKind.Snapshot, 1), CancellationToken.None));
        Assert.Empty(await ListAsync(ObjectKind.Snapshot));
    }

    [Fact]
    public async Task Writers_of_the_same_object_at_once_leave_one_whole_object()
    {
        ObjectName name = Name(ObjectKind.Pack, 9);
        Task[] writers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => Storage.PutAsync(name, s_content, CancellationToken.None)))];

        await Task.WhenAny(Task.WhenAll(writers));

        Assert.All(writers.Where(writer => writer.IsFaulted), writer => Assert.IsType<ObjectExistsException>(writer.Exception!.InnerException));
        Assert.Equal(s_content, await Storage.GetAsync(name, CancellationToken.None));
        Assert.Single(await ListAsync(ObjectKind.Pack));
    }

    [Fact]
    public async Task A_cancelled_put_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.PutAsync(Name(ObjectKind.Pack, 1), s_content, new CancellationToken(canceled: true)));

        Assert.Empty(await ListAsync(ObjectKind.Pack));
    }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool isDisposing);

    private static ObjectName Name(ObjectKind kind, int number) =>
        kind == ObjectKind.Config ? ObjectName.Config : new ObjectName(kind, ObjectId.Of(BitConverter.GetBytes(number)));

    private async Task<List<StoredObject>> ListAsync(ObjectKind kind) => await Storage.ListAsync(kind, CancellationToken.None).ToListAsync();
}
