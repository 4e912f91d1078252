using System.Runtime.CompilerServices;

namespace BackupAccess.Repository.Storage;

/// <summary>
/// A storage that fails where it is told to, to test what is built on one. It counts its calls: run once without faults,
/// then once for every call there was.
/// </summary>
public sealed class FaultyStorage : IStorage
{
    private readonly IStorage _inner;
    private readonly TimeProvider _time;
    private readonly StorageFault[] _faults;
    private readonly Lock _gate = new();
    private readonly Dictionary<StorageCalls, int> _counts = [];
    private bool _isDead;

    /// <param name="inner">What does the work.</param>
    /// <param name="faults">The faults; of several that strike one call, the first counts.</param>
    public FaultyStorage(IStorage inner, params StorageFault[] faults)
        : this(inner, TimeProvider.System, faults)
    {
    }

    /// <param name="inner">What does the work.</param>
    /// <param name="time">The clock of delays.</param>
    /// <param name="faults">The faults; of several that strike one call, the first counts.</param>
    public FaultyStorage(IStorage inner, TimeProvider time, params StorageFault[] faults)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _time = time;
        _faults = [.. faults];
    }

    public string Location => _inner.Location;

    /// <summary>How many calls were made so far, failed ones with them; a list counts when its reading begins.</summary>
    public int Count(StorageCalls of)
    {
        lock (_gate)
        {
            return CountLocked(of);
        }
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => StrikeAsync(
        StorageCalls.Put,
        $"put of \"{name}\"",
        () => _inner.PutAsync(name, content, cancellationToken),
        () => _inner.PutAsync(name, content[..(content.Length / 2)], cancellationToken),
        cancellationToken);

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken) => StrikeAsync(
        StorageCalls.GetRange,
        $"read of \"{name}\"",
        () => _inner.GetRangeAsync(name, offset, destination, cancellationToken),
        () => _inner.GetRangeAsync(name, offset, destination[..(destination.Length / 2)], cancellationToken),
        cancellationToken);

    public async Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken)
    {
        long? size = null;
        await StrikeAsync(
            StorageCalls.Stat,
            $"stat of \"{name}\"",
            async () => size = await _inner.StatAsync(name, cancellationToken).ConfigureAwait(false),
            () => Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        return size;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Strike strike = Next(StorageCalls.List, $"list of \"{kind}\" objects");
        await WaitAsync(strike, cancellationToken).ConfigureAwait(false);
        ThrowIf(strike, FaultEffect.Before);
        IAsyncEnumerable<StoredObject> objects = _inner.ListAsync(kind, cancellationToken);
        if (strike.Effect == FaultEffect.Torn)
        {
            objects = objects.Take(await objects.CountAsync(cancellationToken).ConfigureAwait(false) / 2);
        }

        await foreach (StoredObject stored in objects.ConfigureAwait(false))
        {
            yield return stored;
        }

        ThrowIf(strike, FaultEffect.Torn, FaultEffect.After);
    }

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) => StrikeAsync(
        StorageCalls.Delete,
        $"deletion of \"{name}\"",
        () => _inner.DeleteAsync(name, cancellationToken),
        () => Task.CompletedTask,
        cancellationToken);

    /// <summary>Counts as a deletion.</summary>
    public async Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int removed = 0;
        await StrikeAsync(
            StorageCalls.Delete,
            "removal of unfinished puts",
            async () => removed = await _inner.RemoveUnfinishedAsync(before, cancellationToken).ConfigureAwait(false),
            () => Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async Task StrikeAsync(StorageCalls call, string what, Func<Task> whole, Func<Task> half, CancellationToken cancellationToken)
    {
        Strike strike = Next(call, what);
        await WaitAsync(strike, cancellationToken).ConfigureAwait(false);
        ThrowIf(strike, FaultEffect.Before);
        await (strike.Effect == FaultEffect.Torn ? half() : whole()).ConfigureAwait(false);
        ThrowIf(strike, FaultEffect.Torn, FaultEffect.After);
    }

    /// <summary>Counts a call and says what becomes of it.</summary>
    private Strike Next(StorageCalls call, string what)
    {
        lock (_gate)
        {
            _counts[call] = _counts.GetValueOrDefault(call) + 1;
            int number = CountLocked(StorageCalls.All);
            if (_isDead)
            {
                return new Strike(what, number, FaultEffect.Before, TimeSpan.Zero, IsTransient: false);
            }

            StorageFault? fault = _faults.FirstOrDefault(fault => fault.Of.HasFlag(call) && fault.Call == CountLocked(fault.Of));
            _isDead = fault?.EndsAll == true;
            return new Strike(what, number, fault?.Effect, fault?.Delay ?? TimeSpan.Zero, !_isDead);
        }
    }

    private int CountLocked(StorageCalls of) => _counts.Where(count => of.HasFlag(count.Key)).Sum(count => count.Value);

    private Task WaitAsync(Strike strike, CancellationToken cancellationToken) =>
        strike.Delay > TimeSpan.Zero ? Task.Delay(strike.Delay, _time, cancellationToken) : Task.CompletedTask;

    private void ThrowIf(Strike strike, params ReadOnlySpan<FaultEffect> effects)
    {
        if (strike.Effect is { } effect && effects.Contains(effect))
        {
            throw new StorageException($"The {strike.What} in \"{Location}\" is made to fail at call {strike.Number}.") { IsTransient = strike.IsTransient };
        }
    }

    private readonly record struct Strike(string What, int Number, FaultEffect? Effect, TimeSpan Delay, bool IsTransient);
}
