using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Repository.Storage;

/// <summary>
/// A repository in a folder, laid out as restic's local backend does (design, "Repository Layout"): folders 0700, objects
/// 0400. An object is written under a temporary name beside its place, forced to the disk, and given its name once; then
/// the folder is forced to the disk. Locks alone aren't: one that a crash takes is rightly gone. Calls complete before
/// they return.
/// <para>
/// The folder's path may lead through links; an object is a regular file, and what else has an object's name is none.
/// Whoever else may write in the folder can destroy the repository, though not read it.
/// Elsewhere than on Linux, folders aren't forced to the disk, so that a crash may take back what was just put; elsewhere
/// than on Linux and Windows, two that put one name at the same moment may both succeed, and the modes are those of the
/// folder on Windows.
/// </para>
/// </summary>
public sealed class LocalStorage : IStorage
{
    private const int WriteSize = 4 * 1024 * 1024;

    private readonly LocalLayout _layout;

    /// <param name="folder">The repository's folder, which need not exist until something is put.</param>
    public LocalStorage(string folder)
    {
        Location = Path.GetFullPath(folder);
        _layout = new LocalLayout(Location);
    }

    public string Location { get; }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Attempt(name, () => Put(name, content.Span, cancellationToken), cancellationToken);

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        return Attempt(
            name,
            () =>
            {
                using SafeFileHandle file = PlainFile.Open(_layout.PathOf(name));
                ReadExactly(file, name, offset, destination.Span);
            },
            cancellationToken);
    }

    public async Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken)
    {
        long? size = null;
        await Attempt(name, () => size = PlainFile.SizeOf(_layout.PathOf(name)), cancellationToken).ConfigureAwait(false);
        return size;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        using IEnumerator<StoredObject> objects = Listing(kind, () => _layout.List(kind).GetEnumerator());
        while (Listing(kind, objects.MoveNext))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return objects.Current;
        }
    }

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken)
    {
        return Attempt(
            name,
            () =>
            {
                string path = _layout.PathOf(name);
                if (Remove(path) && name.Kind is not (ObjectKind.Pack or ObjectKind.Lock))
                {
                    FolderSync.Flush(Path.GetDirectoryName(path)!);
                }
            },
            cancellationToken);
    }

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Enum.GetValues<ObjectKind>().Sum(kind => Listing(kind, () => RemoveUnfinished(kind, before, cancellationToken))));
        }
        catch (StorageException e)
        {
            return Task.FromException<int>(e);
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled<int>(e.CancellationToken);
        }
    }

    private int RemoveUnfinished(ObjectKind kind, DateTimeOffset before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _layout.ListUnfinished(kind).Count(file => file.LastWriteTimeUtc < before.UtcDateTime && Remove(file.FullName));
    }

    private void Put(ObjectName name, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        string path = _layout.PathOf(name);
        string folder = Path.GetDirectoryName(path)!;
        string temporary = LocalLayout.TemporaryFor(path);
        bool isDurable = name.Kind != ObjectKind.Lock;
        if (File.Exists(path))
        {
            throw new ObjectExistsException(name, Location);
        }

        LocalLayout.CreateFolder(folder);
        bool isPlaced = false;
        try
        {
            WriteFile(temporary, content, isDurable, cancellationToken);
            isPlaced = NewName.TryTake(temporary, path);
        }
        finally
        {
            if (!isPlaced)
            {
                Discard(temporary);
            }
        }

        if (!isPlaced)
        {
            throw new ObjectExistsException(name, Location);
        }

        if (isDurable)
        {
            FolderSync.Flush(folder);
        }
    }

    private static void WriteFile(string path, ReadOnlySpan<byte> content, bool isDurable, CancellationToken cancellationToken)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead;
        }

        using FileStream file = new(path, options);
        for (int written = 0; written < content.Length; written += WriteSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Write(content[written..Math.Min(written + WriteSize, content.Length)]);
        }

        file.Flush(flushToDisk: isDurable);
    }

    private void ReadExactly(SafeFileHandle file, ObjectName name, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new StorageException($"\"{name}\" in \"{Location}\" ends at byte {offset}, short of the range asked for.");
            }

            offset += read;
            destination = destination[read..];
        }
    }

    /// <returns>False when there was no such file.</returns>
    private static bool Remove(string path)
    {
        try
        {
            bool isThere = File.Exists(path);
            File.Delete(path);
            return isThere;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Takes a temporary file away, so far as that is possible where writing it wasn't; the failure of the put is what counts.</summary>
    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // RemoveUnfinishedAsync finds it.
        }
    }

    private T Listing<T>(ObjectKind kind, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Of($"The list of \"{kind}\" objects in \"{Location}\"", e);
        }
    }

    /// <summary>Does the work at once; what the file system says becomes the storage's exceptions.</summary>
    private Task Attempt(ObjectName name, Action work, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            work();
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromException(new ObjectNotFoundException(name, Location));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException(LocalFailure.Of($"\"{name}\" in \"{Location}\"", e));
        }
        catch (StorageException e)
        {
            return Task.FromException(e);
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled(e.CancellationToken);
        }
    }
}
