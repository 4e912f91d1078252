using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Repository.Storage;

/// <summary>
/// A repository in a folder, laid out as restic's local backend does (design, "Repository Layout"): folders 0700, objects
/// 0400. An object is written under a temporary name beside its place and moved there once it is on the disk. Locks
/// alone are not forced to the disk: one that a crash takes is rightly gone. Calls complete before they return.
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
        Attempt(name, () => Put(name, content.Span, cancellationToken));

    public Task GetRangeAsync(ObjectName name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        return Attempt(name, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            using SafeFileHandle file = File.OpenHandle(
                _layout.PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            ReadExactly(file, name, offset, destination.Span);
        });
    }

    public async Task<long?> StatAsync(ObjectName name, CancellationToken cancellationToken)
    {
        long size = 0;
        try
        {
            await Attempt(name, () => size = new FileInfo(_layout.PathOf(name)).Length).ConfigureAwait(false);
            return size;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return _layout.List(kind).ToList().ToAsyncEnumerable();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The list of \"{kind}\" objects in \"{Location}\" is out of reach: {e.Message}", e);
        }
    }

    public Task DeleteAsync(ObjectName name, CancellationToken cancellationToken) =>
        Attempt(name, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = _layout.PathOf(name);
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        });

    private void Put(ObjectName name, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        string path = _layout.PathOf(name);
        string folder = Path.GetDirectoryName(path)!;
        string temporary = $"{path}-tmp-{Guid.NewGuid():N}";
        bool isDurable = name.Kind != ObjectKind.Lock;
        LocalLayout.CreateFolder(folder);
        try
        {
            WriteFile(temporary, content, isDurable, cancellationToken);
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new ObjectExistsException(name, Location);
        }
        finally
        {
            File.Delete(temporary);
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

    /// <summary>Does the work at once; what the file system says becomes the storage's exceptions.</summary>
    private Task Attempt(ObjectName name, Action work)
    {
        try
        {
            work();
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromException(new ObjectNotFoundException(name, Location));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException(new StorageException($"\"{name}\" in \"{Location}\" is out of reach: {e.Message}", e));
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
