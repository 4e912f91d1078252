using BackupAccess.Repository;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>A file's content out of the repository, a few chunks at a time: what is read ahead is bounded, however long the file.</summary>
internal sealed class NodeContent(ResticRepository repository)
{
    // Of eight MiB at most each.
    private const int ReadAhead = 4;

    /// <summary>Whether the repository has every chunk of it, so that it can be begun.</summary>
    public bool IsThere(Node node) => (node.Content ?? []).All(chunk => repository.Contains(new BlobHandle(BlobType.Data, chunk)));

    /// <exception cref="RepositoryDamagedException">A chunk is damaged, or together they aren't as long as the file was.</exception>
    public async Task CopyToAsync(Node node, Stream stream, Action<int> written, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectId> chunks = node.Content ?? [];
        Queue<Task<byte[]>> coming = [];
        long length = 0;
        int next = 0;
        try
        {
            while (next < chunks.Count || coming.Count > 0)
            {
                while (next < chunks.Count && coming.Count < ReadAhead)
                {
                    coming.Enqueue(repository.LoadBlobAsync(new BlobHandle(BlobType.Data, chunks[next++]), cancellationToken));
                }

                byte[] chunk = await coming.Dequeue().ConfigureAwait(false);
                length += chunk.Length;
                await stream.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                written(chunk.Length);
            }
        }
        finally
        {
            // Nothing may be left reading when the repository is closed.
            await Task.WhenAll((IEnumerable<Task>)coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (length != (long)node.Size)
        {
            throw new RepositoryDamagedException($"file {node.Name}", $"its chunks hold {length} bytes of {node.Size}");
        }
    }
}
