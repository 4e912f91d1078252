using System.Runtime.CompilerServices;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Snapshots;

/// <summary>The snapshot objects of one repository.</summary>
internal sealed class SnapshotFolder(RepositoryContext context)
{
    /// <summary>What people call the newest.</summary>
    private const string Latest = "latest";

    public async Task<Snapshot> LoadAsync(ObjectId id, CancellationToken cancellationToken) =>
        (await LoadJsonAsync(id, cancellationToken).ConfigureAwait(false)).Snapshot;

    /// <summary>A snapshot, and the JSON that it was read from.</summary>
    public async Task<(Snapshot Snapshot, ReadOnlyMemory<byte> Json)> LoadJsonAsync(ObjectId id, CancellationToken cancellationToken)
    {
        ObjectName name = new(ObjectKind.Snapshot, id);
        ReadOnlyMemory<byte> json = await context.Files.LoadAsync(name, cancellationToken).ConfigureAwait(false);
        return (JsonFile.Parse(name, json.Span, RepositoryJson.Plain.Snapshot) with { Id = id }, json);
    }

    /// <summary>Every snapshot, in no order; one that is removed meanwhile is left out.</summary>
    /// <param name="onDamage">Told of a snapshot that can't be read, which is then left out; without it, that is thrown.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<Snapshot> ListAsync(
        Action<ObjectId, RepositoryDamagedException>? onDamage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken).ConfigureAwait(false))
        {
            if (await TryLoadAsync(stored.Name.Id, onDamage, cancellationToken).ConfigureAwait(false) is Snapshot snapshot)
            {
                yield return snapshot;
            }
        }
    }

    /// <summary>The snapshot whose id begins so, or the newest when it is called "latest".</summary>
    /// <exception cref="SnapshotNotFoundException">There is none, or several begin so.</exception>
    public async Task<Snapshot> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text == Latest)
        {
            return await ListAsync(onDamage: null, cancellationToken).MaxByAsync(snapshot => snapshot.Time, cancellationToken: cancellationToken).ConfigureAwait(false)
                ?? throw new SnapshotNotFoundException(text, matches: 0);
        }

        List<ObjectId> found = await context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken)
            .Select(stored => stored.Name.Id)
            .Where(id => text.Length > 0 && id.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.Count == 1
            ? await LoadAsync(found[0], cancellationToken).ConfigureAwait(false)
            : throw new SnapshotNotFoundException(text, found.Count);
    }

    private async Task<Snapshot?> TryLoadAsync(ObjectId id, Action<ObjectId, RepositoryDamagedException>? onDamage, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
        catch (RepositoryDamagedException damage) when (onDamage is not null)
        {
            onDamage(id, damage);
            return null;
        }
    }
}
