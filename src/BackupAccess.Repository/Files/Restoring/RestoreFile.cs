using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>A regular file being restored: its pieces come in any order and from several threads, the last one puts it in place.</summary>
internal sealed class RestoreFile(RestoreContext context, DirectoryCache directories, RestoreDirectory directory, Node node, LinkGroup? links)
{
    // A file of one piece is opened by whoever has that.
    private readonly Lock? _opening = node.Content?.Count > 1 ? new() : null;
    private readonly GivenMetadata _given = context.NewFiles.GivenTo(node, directory);
    private DirectoryHandle? _directory;
    private FileHandle? _file;
    private FileName? _temporary;
    private int _missing = node.Content?.Count ?? 0;
    private volatile bool _failed;

    public Node Node => node;

    public TreePath Path => directory.Path.Append(node.Name);

    /// <summary>Takes one piece. What the file system refuses is a problem of this file; a full one ends the restore.</summary>
    public void Write(ReadOnlySpan<byte> content, long offset)
    {
        Try(content, offset);
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            Finish();
        }
    }

    /// <summary>Makes a file that has no content.</summary>
    public void WriteEmpty()
    {
        Try([], 0);
        Finish();
    }

    /// <summary>Gives the file up because part of it can't be had.</summary>
    public void Fail(FileProblemKind kind, string message)
    {
        if (!_failed)
        {
            _failed = true;
            context.Counters.Problem(Path, kind, message);
        }
    }

    /// <summary>Closes the file and removes what was written, unless it is in place.</summary>
    public void Abandon()
    {
        try
        {
            _file?.Dispose();
            _file = null;
            if (_temporary is { } temporary)
            {
                _temporary = null;
                _directory!.Remove(temporary);
            }
        }
        catch (FileSystemException e)
        {
            context.Counters.Problem(Path, FileProblemKind.Unwritable, $"A temporary file of \"{Path}\" is left: {e.Message}");
        }
        finally
        {
            if (_directory is not null)
            {
                _directory = null;
                directories.Release(directory);
            }
        }
    }

    private void Try(ReadOnlySpan<byte> content, long offset)
    {
        if (_failed)
        {
            return;
        }

        try
        {
            SparseWriter.Write(Open(content), content, offset);
            context.Counters.Written(content.Length);
        }
        catch (FileSystemException e) when (!FileProblems.EndsRestore(e))
        {
            Fail(FileProblemKind.Unwritable, e.Message);
        }
    }

    private FileHandle Open(ReadOnlySpan<byte> content)
    {
        if (_opening is null)
        {
            // The write gives the size, but for a hole at the end.
            return Create(needsLength: content.EndsWith((byte)0));
        }

        lock (_opening)
        {
            return _file ?? Create(needsLength: true);
        }
    }

    private FileHandle Create(bool needsLength)
    {
        _directory ??= directories.Acquire(directory);
        FileName temporary = context.Placement.TemporaryName();
        _file = (_given & GivenMetadata.Permissions) != 0 ? _directory.CreateFile(temporary, node.Mode.Permissions) : _directory.CreateFile(temporary);
        _temporary = temporary;
        if (directory.HasDefaultAcl)
        {
            MetadataWriter.RemoveInherited(_file);
        }

        if (needsLength)
        {
            _file.SetLength((long)node.Size);
        }

        return _file;
    }

    private void Finish()
    {
        try
        {
            if (_failed)
            {
                Abandon();
                return;
            }

            TreePath path = Path;
            context.Metadata.Write(_file!, node, path, _given);
            FileIdentity? identity = links is null ? null : _file!.GetStatus().Identity;
            _file!.Dispose();
            _file = null;
            FileName? placed = context.Placement.Place(_directory!, _temporary!.Value, node.Name, path);
            _temporary = null;
            if (placed is { } name && identity is { } placedFile)
            {
                links!.Placed(directory, name, placedFile);
            }

            Abandon();
        }
        catch (FileSystemException e) when (!FileProblems.EndsRestore(e))
        {
            Fail(FileProblemKind.Unwritable, e.Message);
        }
    }
}
