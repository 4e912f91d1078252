namespace BackupAccess.Repository.Storage;

/// <summary>
/// Holds what is put and read down to so many bytes a second, over all calls together. An object is one call, so it is
/// waited for before it goes: what is limited is the average, with at most a second's worth saved up. Names and sizes
/// (stat, list, deletion) don't count.
/// </summary>
public sealed class ThrottledStorage : IStorage
{
    private readonly IStorage _inner;
    private readonly ByteBudget? _upload;
    private readonly ByteBudget? _download;

    /// <param name="inner">What does the work.</param>
    /// <param name="uploadLimit">Bytes a second that are put; null for no limit.</param>
    /// <param name="downloadLimit">Bytes a second that are read; null for no limit.</param>
    /// <param name="time">The clock.</param>
    public ThrottledStorage(IStorage inner, long? uploadLimit, long? downloadLimit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(time);
        _inner = inner;
        _upload = uploadLimit is { } upload ? new ByteBudget(upload, time) : null;
        _download = downloadLimit is { } download ? new ByteBudget(download, time) : null;
    }

    public string Location => _inner.Location;

    public async Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await SpendAsync(_upload, content.Length, cancellationToken).ConfigureAwait(false);
        await _inner.PutAsync(name, content, cancellationToken).ConfigureAwait(false);
    }

    public async Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await SpendAsync(_download, destination.Length, cancellationToken).ConfigureAwait(false);
        await _inner.GetRangeAsync(name, offset, destination, cancellationToken).ConfigureAwait(false);
    }

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) => _inner.StatAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => _inner.ListAsync(kind, cancellationToken);

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) => _inner.DeleteAsync(name, cancellationToken);

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _inner.RemoveUnfinishedAsync(before, cancellationToken);

    private static Task SpendAsync(ByteBudget? budget, int bytes, CancellationToken cancellationToken) =>
        budget?.SpendAsync(bytes, cancellationToken) ?? Task.CompletedTask;
}
