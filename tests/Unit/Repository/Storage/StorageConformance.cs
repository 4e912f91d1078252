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
        Assert.Equal(s_content, await Storage.GetAsync(name, 10_000_000, CancellationToken.None));
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
        Assert.Empty(await Storage.GetAsync(Name(ObjectKind.Lock, 1), 10_000_000, CancellationToken.None));
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
        Assert.Equal([1], await Storage.GetAsync(name, 10_000_000, CancellationToken.None));
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
        Assert.Equal(s_content, await Storage.GetAsync(name, 10_000_000, CancellationToken.None));
        Assert.Single(await ListAsync(ObjectKind.Pack));
    }

    [Fact]
    public async Task Of_writers_of_different_contents_at_once_one_wins_and_its_content_is_whole()
    {
        ObjectName name = Name(ObjectKind.Pack, 9);
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 300_000 + i).ToArray())];
        Task[] writers = [.. contents.Select(content => Task.Run(() => Storage.PutAsync(name, content, CancellationToken.None)))];

        await Task.WhenAny(Task.WhenAll(writers));

        int winner = Assert.Single(Enumerable.Range(0, writers.Length), i => writers[i].IsCompletedSuccessfully);
        Assert.All(writers.Where(writer => writer.IsFaulted), writer => Assert.IsType<ObjectExistsException>(writer.Exception!.InnerException));
        Assert.Equal(contents[winner], await Storage.GetAsync(name, 10_000_000, CancellationToken.None));
    }

    [Fact]
    public async Task A_range_up_to_the_end_is_read_and_nothing_of_none()
    {
        ObjectName name = Name(ObjectKind.Pack, 1);
        await Storage.PutAsync(name, s_content.AsMemory(0, 100), CancellationToken.None);
        byte[] range = new byte[30];

        await Storage.GetRangeAsync(name, 70, range, CancellationToken.None);
        await Storage.GetRangeAsync(name, 100, Memory<byte>.Empty, CancellationToken.None);

        Assert.Equal(s_content[70..100], range);
        await Assert.ThrowsAsync<StorageException>(() => Storage.GetRangeAsync(name, 100, new byte[1], CancellationToken.None));
        await Assert.ThrowsAsync<StorageException>(() => Storage.GetRangeAsync(name, 5_000_000_000, new byte[1], CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_kind_of_which_there_is_nothing_is_an_empty_list(ObjectKind kind)
    {
        Assert.Empty(await ListAsync(kind));
    }

    [Fact]
    public async Task Ten_thousand_objects_are_all_listed_once()
    {
        const int Count = 10_000;
        await Parallel.ForAsync(0, Count, async (i, token) => await Storage.PutAsync(Name(ObjectKind.Lock, i), new byte[i % 3], token));

        List<StoredObject> list = await ListAsync(ObjectKind.Lock);

        Assert.Equal(
            Enumerable.Range(0, Count).Select(i => new StoredObject(Name(ObjectKind.Lock, i), i % 3)).ToHashSet(),
            list.ToHashSet());
        Assert.Equal(Count, list.Count);
    }

    [Fact]
    public async Task A_list_read_beside_writers_holds_what_was_there_before_and_nothing_torn()
    {
        const int Before = 50;
        await Parallel.ForAsync(0, Before, async (i, token) => await Storage.PutAsync(Name(ObjectKind.Lock, i), new byte[7], token));
        Task writer = Parallel.ForAsync(Before, 500, async (i, token) => await Storage.PutAsync(Name(ObjectKind.Lock, i), new byte[7], token));

        bool isLast;
        do
        {
            isLast = writer.IsCompleted;
            List<StoredObject> list = await ListAsync(ObjectKind.Lock);
            Assert.All(list, stored => Assert.Equal(7, stored.Size));
            Assert.Equal(list.Count, list.DistinctBy(stored => stored.Name).Count());
            Assert.Empty(Enumerable.Range(0, Before).Select(i => Name(ObjectKind.Lock, i)).Except(list.Select(stored => stored.Name)));
        }
        while (!isLast);

        await writer;
        Assert.Equal(500, (await ListAsync(ObjectKind.Lock)).Count);
    }

    [Fact]
    public async Task A_deletion_again_or_at_once_is_no_error_and_frees_the_name()
    {
        ObjectName name = Name(ObjectKind.Snapshot, 1);
        await Storage.PutAsync(name, new byte[] { 1 }, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Storage.DeleteAsync(name, CancellationToken.None))));
        await Storage.DeleteAsync(name, CancellationToken.None);
        Assert.Null(await Storage.StatAsync(name, CancellationToken.None));

        await Storage.PutAsync(name, new byte[] { 2 }, CancellationToken.None);
        Assert.Equal([2], await Storage.GetAsync(name, 10_000_000, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_cancelled_before_it_begins_does_nothing()
    {
        ObjectName name = Name(ObjectKind.Pack, 1);
        ObjectName other = Name(ObjectKind.Pack, 2);
        await Storage.PutAsync(name, new byte[1], CancellationToken.None);
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.PutAsync(other, s_content, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.GetRangeAsync(name, 0, new byte[1], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.StatAsync(name, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Storage.ListAsync(ObjectKind.Pack, cancelled).ToListAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.DeleteAsync(name, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.RemoveUnfinishedAsync(DateTimeOffset.MaxValue, cancelled));

        Assert.Equal([new StoredObject(name, 1)], await ListAsync(ObjectKind.Pack));
    }

    [Fact]
    public async Task A_put_cancelled_under_way_leaves_the_object_whole_or_absent()
    {
        for (int i = 0; i < 20; i++)
        {
            ObjectName name = Name(ObjectKind.Lock, i);
            using CancellationTokenSource stop = new();
            Task put = Task.Run(() => Storage.PutAsync(name, s_content, stop.Token));
            await Task.WhenAll(Task.Run(() => stop.Cancel()), Task.WhenAny(put));

            long? size = await Storage.StatAsync(name, CancellationToken.None);
            Assert.True(put.IsCanceled || put.IsCompletedSuccessfully);
            Assert.Equal(s_content.Length, put.IsCompletedSuccessfully ? size : size ?? s_content.Length);
        }
    }

    [Fact]
    public async Task Removing_what_is_unfinished_leaves_every_object()
    {
        foreach (ObjectKind kind in Enum.GetValues<ObjectKind>())
        {
            await Storage.PutAsync(Name(kind, 1), new byte[1], CancellationToken.None);
        }

        Assert.Equal(0, await Storage.RemoveUnfinishedAsync(DateTimeOffset.MaxValue, CancellationToken.None));

        foreach (ObjectKind kind in Enum.GetValues<ObjectKind>())
        {
            Assert.Single(await ListAsync(kind));
        }
    }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
    }

    private static ObjectName Name(ObjectKind kind, int number) =>
        kind == ObjectKind.Config ? ObjectName.Config : new ObjectName(kind, ObjectId.Of(BitConverter.GetBytes(number)));

    private async Task<List<StoredObject>> ListAsync(ObjectKind kind) => await Storage.ListAsync(kind, CancellationToken.None).ToListAsync();
}
