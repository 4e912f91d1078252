using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Index;

/// <summary>Reads every index object of a repository into memory, several at once.</summary>
internal sealed class IndexLoader(RepositoryContext context)
{
    /// <param name="onDamage">Told of an index object that can't be read, which is then left out; without it, that is thrown.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<BlobIndex> LoadAsync(Action<RepositoryException>? onDamage, CancellationToken cancellationToken)
    {
        BlobIndex index = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(context.Storage.ListAsync(ObjectKind.Index, cancellationToken), options, async (stored, token) =>
        {
            try
            {
                await context.Files.LoadAsync(stored.Name, json => Add(index, stored.Name, json), token).ConfigureAwait(false);
            }
            catch (RepositoryException e) when (onDamage is not null)
            {
                onDamage(e);
            }
        }).ConfigureAwait(false);
        return index;
    }

    private static BlobIndex Add(BlobIndex index, ObjectName name, ReadOnlySpan<byte> json)
    {
        IndexFile.Read(name, json, index.Add);
        return index;
    }
}
