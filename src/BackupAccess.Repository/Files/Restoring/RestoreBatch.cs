using System.Runtime.InteropServices;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Files restored together, so that each pack is read once for all of them; empty, and to be filled again, when they are.</summary>
internal sealed class RestoreBatch(RestoreContext context, DirectoryCache directories)
{
    // Files of several chunks stay open until the last has come.
    private const int MaximumOpenFiles = 256;
    private const int MaximumFiles = 4096;
    private const long MaximumBytes = 1L << 30;
    private const int FewChunks = 16;

    // Filled by one thread, then read by all.
    private readonly Dictionary<BlobHandle, BlobTarget> _targets = [];
    private readonly List<RestoreFile> _files = [];
    private int _large;
    private long _bytes;

    public bool IsFull => _large >= MaximumOpenFiles || _files.Count >= MaximumFiles || _bytes >= MaximumBytes;

    /// <summary>Adds a file; one whose content the repository doesn't have is a problem at once.</summary>
    public void Add(RestoreDirectory directory, Node node, LinkGroup? links)
    {
        RestoreFile file = new(context, directories, directory, node, links);
        IReadOnlyList<ObjectId> chunks = node.Content ?? [];
        Span<long> offsets = chunks.Count <= FewChunks ? stackalloc long[chunks.Count] : new long[chunks.Count];
        if (!TryFindOffsets(file, chunks, offsets))
        {
            return;
        }

        for (int i = 0; i < chunks.Count; i++)
        {
            ref BlobTarget? target = ref CollectionsMarshal.GetValueRefOrAddDefault(_targets, new BlobHandle(BlobType.Data, chunks[i]), out _);
            target = new BlobTarget(file, offsets[i], target);
        }

        _files.Add(file);
        _large += chunks.Count > 1 ? 1 : 0;
        _bytes += (long)node.Size;
    }

    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (RestoreFile empty in _files.Where(file => file.Node.Content is null or { Count: 0 }))
            {
                empty.WriteEmpty();
            }

            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (RestoreFile file in _files)
            {
                file.Abandon();
            }

            Clear();
        }
    }

    /// <summary>Makes room for other files, in the memory that it has.</summary>
    private void Clear()
    {
        _targets.Clear();
        _files.Clear();
        _large = 0;
        _bytes = 0;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await context.Repository.ReadBlobsAsync(
                _targets.Keys, (blob, content) => Consume(blob, content, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryException e) when (IsDamage(e))
        {
            // Blob by blob, what is whole is restored all the same and the damaged is told of by file.
            foreach (BlobHandle blob in _targets.Where(each => !each.Value.IsTaken).Select(each => each.Key))
            {
                await ReadSinglyAsync(blob, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadSinglyAsync(BlobHandle blob, CancellationToken cancellationToken)
    {
        try
        {
            Consume(blob, await context.Repository.LoadBlobAsync(blob, cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        catch (RepositoryException e) when (IsDamage(e))
        {
            for (BlobTarget? target = _targets[blob]; target is not null; target = target.Next)
            {
                target.File.Fail(FileProblemKind.Damaged, $"\"{target.File.Path}\" was not restored: {e.Message}");
            }
        }
    }

    public static bool IsDamage(RepositoryException failure) => failure is RepositoryDamagedException or ObjectNotFoundException;

    /// <summary>Writes a blob wherever it goes, once.</summary>
    private void Consume(BlobHandle blob, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        BlobTarget? target = _targets[blob];
        if (target.TryTake())
        {
            for (; target is not null; target = target.Next)
            {
                // A file may say one blob a million times.
                cancellationToken.ThrowIfCancellationRequested();
                target.File.Write(content, target.Offset);
            }
        }
    }

    private bool TryFindOffsets(RestoreFile file, IReadOnlyList<ObjectId> chunks, Span<long> offsets)
    {
        long offset = 0;
        for (int i = 0; i < chunks.Count; i++)
        {
            if (!context.Repository.TryLocate(new BlobHandle(BlobType.Data, chunks[i]), out BlobLocation location))
            {
                file.Fail(FileProblemKind.Damaged, $"\"{file.Path}\" was not restored: the repository lacks its data {chunks[i].Short}.");
                return false;
            }

            offsets[i] = offset;
            offset += location.PlainLength;
        }

        if ((ulong)offset != file.Node.Size)
        {
            file.Fail(FileProblemKind.Damaged, $"\"{file.Path}\" was not restored: it is recorded with {file.Node.Size} bytes and its data has {offset}.");
            return false;
        }

        return true;
    }
}
