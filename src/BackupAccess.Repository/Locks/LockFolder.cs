using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Locks;

/// <summary>The lock objects of one repository.</summary>
internal sealed class LockFolder(RepositoryContext context)
{
    /// <summary>How old a lock may be before it counts for nothing; its holder makes it anew every few minutes.</summary>
    public static readonly TimeSpan StaleAge = TimeSpan.FromMinutes(30);

    /// <summary>A thousand times what clients write; what is larger is no lock.</summary>
    private const int LargestFile = 1024 * 1024;

    /// <summary>Writes a lock of this client; a failure leaves none where that can be helped.</summary>
    public async Task<ObjectId> AddAsync(LockMode mode, CancellationToken cancellationToken)
    {
        ClientIdentity client = context.Options.Client;
        LockFile file = new()
        {
            Time = context.Options.TimeProvider.GetLocalNow(),
            Exclusive = mode == LockMode.Exclusive,
            Hostname = client.Hostname,
            Username = client.Username,
            ProcessId = client.ProcessId,
            Uid = client.Uid,
            Gid = client.Gid,
        };
        byte[] content = context.Files.Encode(ObjectKind.Lock, JsonSerializer.SerializeToUtf8Bytes(file, RepositoryJson.Plain.LockFile));
        ObjectId id = ObjectId.Of(content);
        bool isWritten = false;
        try
        {
            await context.Storage.PutAsync(new ObjectName(ObjectKind.Lock, id), content, cancellationToken).ConfigureAwait(false);
            isWritten = true;
            return id;
        }
        finally
        {
            if (!isWritten)
            {
                // It may be there all the same, and would keep others out for as long as this process lives.
                await RemoveAsync(id, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public async Task<bool> ExistsAsync(ObjectId id, CancellationToken cancellationToken) =>
        await context.Storage.StatAsync(new ObjectName(ObjectKind.Lock, id), cancellationToken).ConfigureAwait(false) is not null;

    public Task RemoveAsync(ObjectId id, CancellationToken cancellationToken) =>
        context.Storage.DeleteAsync(new ObjectName(ObjectKind.Lock, id), cancellationToken);

    /// <summary>Removes stale locks; refuses when one that isn't stale is in the way.</summary>
    /// <param name="mode">The mode wanted.</param>
    /// <param name="own">A lock that is this client's own and is passed over.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="RepositoryLockedException">A lock is in the way.</exception>
    public async Task ThrowIfLockedAsync(LockMode mode, ObjectId? own, CancellationToken cancellationToken)
    {
        await foreach ((ObjectId id, LockFile other) in ReadAsync(own, cancellationToken).ConfigureAwait(false))
        {
            if (IsStale(other))
            {
                await RemoveAsync(id, cancellationToken).ConfigureAwait(false);
            }
            else if (mode == LockMode.Exclusive || other.Exclusive)
            {
                string holder = $"process {other.ProcessId} of {other.Username} on {other.Hostname}";
                throw new RepositoryLockedException(context.Storage.Location, other.Mode, holder, other.Time);
            }
        }
    }

    private async IAsyncEnumerable<(ObjectId Id, LockFile Lock)> ReadAsync(ObjectId? own, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Lock, cancellationToken).ConfigureAwait(false))
        {
            if (stored.Name.Id != own && stored.Size <= LargestFile && await TryReadAsync(stored.Name, cancellationToken).ConfigureAwait(false) is LockFile file)
            {
                yield return (stored.Name.Id, file);
            }
        }
    }

    /// <summary>
    /// The lock, or null when it was removed meanwhile, or isn't what its name says: then its upload was cut off or is
    /// under way, and its writer, who doesn't hold it yet, will see this client's.
    /// </summary>
    private async Task<LockFile?> TryReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            byte[] content = await context.Storage.GetAsync(name, LargestFile, cancellationToken).ConfigureAwait(false);
            return ObjectId.Of(content) == name.Id
                ? JsonFile.Parse(name, context.Files.Decode(name, content).Span, RepositoryJson.Plain.LockFile)
                : null;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Too old, or of a process of this machine that is no more.</summary>
    private bool IsStale(LockFile file) =>
        context.Options.TimeProvider.GetUtcNow() - file.Time > StaleAge
        || (file.Hostname == context.Options.Client.Hostname && !IsRunning(file.ProcessId));

    private static bool IsRunning(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
