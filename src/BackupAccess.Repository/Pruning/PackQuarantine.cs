using System.Text.Json;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Pruning;

/// <summary>
/// The packs that prunes have set aside. A pack is deleted only when it has been out of the index for a while, so that
/// whoever missed a prune (a machine that slept through the end of its lock, say) finds what it counted on.
/// </summary>
internal sealed class PackQuarantine(RepositoryContext context, PruneOptions options)
{
    private readonly Dictionary<ObjectId, QuarantineFile> _files = [];

    /// <summary>Reads the quarantine objects. One that can't be read counts for nothing: its packs are set aside anew.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Quarantine, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                ReadOnlyMemory<byte> json = await context.Files.LoadAsync(stored.Name, cancellationToken).ConfigureAwait(false);
                _files.Add(stored.Name.Id, JsonFile.Parse(stored.Name, json.Span, RepositoryJson.Plain.QuarantineFile));
            }
            catch (RepositoryDamagedException)
            {
                _files.Add(stored.Name.Id, new QuarantineFile { Time = DateTimeOffset.MaxValue, Packs = [] });
            }
        }
    }

    /// <summary>The packs that are set aside, or were.</summary>
    public IEnumerable<ObjectId> Packs => _files.Values.SelectMany(file => file.Packs);

    /// <summary>Which of the packs that nothing needs may be deleted now. A time that lies ahead frees none.</summary>
    /// <param name="unneeded">The packs.</param>
    /// <param name="dropped">Those of them that the index named until now: their time begins.</param>
    public List<StoredObject> Released(IEnumerable<StoredObject> unneeded, IReadOnlySet<ObjectId> dropped)
    {
        DateTimeOffset now = context.Options.TimeProvider.GetUtcNow();
        Dictionary<ObjectId, DateTimeOffset> since = _files.Values
            .SelectMany(file => file.Packs.Select(pack => (Pack: pack, file.Time)))
            .GroupBy(packed => packed.Pack)
            .ToDictionary(packed => packed.Key, packed => packed.Max(one => one.Time));
        return [.. unneeded.Where(pack => options.Quarantine == TimeSpan.Zero
            || (!dropped.Contains(pack.Name.Id) && since.TryGetValue(pack.Name.Id, out DateTimeOffset time) && HasPassed(time, now)))];
    }

    private bool HasPassed(DateTimeOffset time, DateTimeOffset now) =>
        options.Elapsed?.HasPassed(time, now, options.Quarantine) ?? now - time >= options.Quarantine;

    /// <summary>Writes down what is set aside from now on.</summary>
    /// <param name="kept">The packs that nothing needs and that aren't deleted.</param>
    /// <param name="dropped">Those of them that the index named until now.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task AddAsync(IEnumerable<StoredObject> kept, IReadOnlySet<ObjectId> dropped, CancellationToken cancellationToken)
    {
        HashSet<ObjectId> known = [.. _files.Values.SelectMany(file => file.Packs)];
        ObjectId[] added = [.. kept.Select(pack => pack.Name.Id).Where(pack => dropped.Contains(pack) || !known.Contains(pack))];
        if (added.Length > 0)
        {
            QuarantineFile file = new() { Time = context.Options.TimeProvider.GetUtcNow(), Packs = added };
            await context.Files.SaveAsync(
                ObjectKind.Quarantine, JsonSerializer.SerializeToUtf8Bytes(file, RepositoryJson.Plain.QuarantineFile), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the objects none of whose packs is set aside any more.</summary>
    public async Task RemoveSettledAsync(IReadOnlySet<ObjectId> kept, CancellationToken cancellationToken)
    {
        foreach (ObjectId id in _files.Where(file => !file.Value.Packs.Any(kept.Contains)).Select(file => file.Key))
        {
            await context.Storage.DeleteAsync(new ObjectName(ObjectKind.Quarantine, id), cancellationToken).ConfigureAwait(false);
        }
    }
}
