using System.Runtime.CompilerServices;

namespace BackupAccess.Repository.Storage;

/// <summary>
/// Tries calls again that failed for a moment (<see cref="StorageException.IsTransient"/>), with growing waits between;
/// any other failure, and the last of too many, surfaces as it is.
/// </summary>
public sealed class RetryingStorage : IStorage
{
    private readonly IStorage _inner;
    private readonly RetryOptions _options;

    /// <param name="inner">What does the work.</param>
    /// <param name="options">How often, and after what waits.</param>
    public RetryingStorage(IStorage inner, RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        _inner = inner;
        _options = options;
    }

    public string Location => _inner.Location;

    /// <summary>A failed put may have been done: one that meets its own content then, is.</summary>
    public async Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            try
            {
                await _inner.PutAsync(name, content, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ObjectExistsException) when (failures > 0)
            {
                if (await HoldsAsync(name, content, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                throw;
            }
            catch (StorageException e) when (e.IsTransient && ++failures < _options.Attempts)
            {
                await WaitAsync(failures, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        RetryAsync(
            async () =>
            {
                await _inner.GetRangeAsync(name, offset, destination, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    public Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken) =>
        RetryAsync(() => _inner.StatAsync(name, cancellationToken), cancellationToken);

    /// <summary>A list that breaks off is begun again; what was in it already isn't given twice.</summary>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<ObjectName> seen = [];
        for (int failures = 0; ;)
        {
            int before = seen.Count;
            await using IAsyncEnumerator<StoredObject> objects = _inner.ListAsync(kind, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await objects.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (StorageException e) when (e.IsTransient && ++failures < _options.Attempts)
                {
                    break;
                }

                if (seen.Add(objects.Current.Name))
                {
                    yield return objects.Current;
                }
            }

            // One that gets further each time isn't given up for having many pages.
            failures = seen.Count > before ? 1 : failures;
            await WaitAsync(failures, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) =>
        RetryAsync(
            async () =>
            {
                await _inner.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        RetryAsync(() => _inner.RemoveUnfinishedAsync(before, cancellationToken), cancellationToken);

    private async Task<T> RetryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (StorageException e) when (e.IsTransient && ++failures < _options.Attempts)
            {
                await WaitAsync(failures, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> HoldsAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (await StatAsync(name, cancellationToken).ConfigureAwait(false) != content.Length)
        {
            return false;
        }

        byte[] stored = new byte[content.Length];
        await GetRangeAsync(name, 0, stored, cancellationToken).ConfigureAwait(false);
        return stored.AsSpan().SequenceEqual(content.Span);
    }

    private Task WaitAsync(int failures, CancellationToken cancellationToken) =>
        Task.Delay(_options.DelayAfter(failures), _options.TimeProvider, cancellationToken);
}
