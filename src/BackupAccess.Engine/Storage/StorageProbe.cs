using System.Security.Cryptography;
using BackupAccess.Repository;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Storage;

/// <summary>Puts an object of random bytes into a storage, as a pack of a repository of its own, looks at it in every way, and deletes it.</summary>
internal sealed class StorageProbe(IStorage storage, TimeProvider time, int size)
{
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(size);
    private readonly List<StorageTestStep> _steps = [];

    public IReadOnlyList<StorageTestStep> Steps => _steps;

    /// <summary>Bytes a second of a call that succeeded; null where it didn't.</summary>
    public double? RateOf(string call) =>
        _steps.Find(step => step.Call == call) is { Problem: null } done ? size / Math.Max(done.Duration.TotalSeconds, 1e-6) : null;

    public async Task WriteAndReadAsync(CancellationToken cancellationToken)
    {
        ObjectName name = new(ObjectKind.Pack, ObjectId.Of(_content));
        try
        {
            _ = await TryAsync("put", () => storage.PutAsync(name, _content, cancellationToken)).ConfigureAwait(false)
                && await TryAsync("stat", () => StatAsync(name, cancellationToken)).ConfigureAwait(false)
                && await TryAsync("read", () => ReadAsync(name, cancellationToken)).ConfigureAwait(false)
                && await TryAsync("list", () => FindAsync(name, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            // A put that failed may have been done, and a test that is cancelled leaves nothing either.
            await TryAsync("delete", () => storage.DeleteAsync(name, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    public Task ListAsync(CancellationToken cancellationToken) =>
        TryAsync("list", async () => await storage.ListAsync(ObjectKind.Pack, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false));

    private async Task StatAsync(ObjectName name, CancellationToken cancellationToken)
    {
        long? found = await storage.StatAsync(name, cancellationToken).ConfigureAwait(false);
        if (found != size)
        {
            throw new StorageException($"An object of {size} bytes was written and has {found?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}.");
        }
    }

    private async Task ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        byte[] found = await storage.GetAsync(name, size, cancellationToken).ConfigureAwait(false);
        if (!found.AsSpan().SequenceEqual(_content))
        {
            throw new StorageException("What was read is not what was written.");
        }
    }

    private async Task FindAsync(ObjectName name, CancellationToken cancellationToken)
    {
        if (!await storage.ListAsync(ObjectKind.Pack, cancellationToken).AnyAsync(stored => stored.Name == name, cancellationToken).ConfigureAwait(false))
        {
            throw new StorageException("The object that was written is not in the list.");
        }
    }

    private async Task<bool> TryAsync(string call, Func<Task> work)
    {
        long start = time.GetTimestamp();
        string? problem = null;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            problem = e.Message;
        }

        _steps.Add(new StorageTestStep(call, time.GetElapsedTime(start), problem));
        return problem is null;
    }
}
