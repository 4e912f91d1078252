using System.Security.Cryptography;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Checking;

/// <summary>Compares packs with what the index says of them.</summary>
/// <param name="context">The repository.</param>
/// <param name="check">Takes the findings.</param>
/// <param name="packs">Every pack that an index names, its blobs in their order.</param>
internal sealed class PackCheck(RepositoryContext context, RepositoryCheck check, Dictionary<ObjectId, List<PackedBlob>> packs)
{
    /// <summary>Packs that are there and as long as they should be.</summary>
    private readonly List<StoredObject> _readable = [];

    public async Task ComparePacksAsync(CancellationToken cancellationToken)
    {
        PackQuarantine quarantine = new(context, PruneOptions.Default);
        await quarantine.LoadAsync(cancellationToken).ConfigureAwait(false);
        HashSet<ObjectId> setAside = [.. quarantine.Packs];
        HashSet<ObjectId> missing = [.. packs.Keys];
        await foreach (StoredObject stored in context.Storage.ListAsync(ObjectKind.Pack, cancellationToken).ConfigureAwait(false))
        {
            missing.Remove(stored.Name.Id);
            Compare(stored, setAside);
        }

        foreach (ObjectId pack in missing)
        {
            check.Report(CheckSeverity.Error, $"pack {pack}", "an index names it, and it isn't there");
        }
    }

    /// <summary>Reads the packs whole that the options choose.</summary>
    public async Task ReadAsync(CheckOptions options, CancellationToken cancellationToken)
    {
        StoredObject[] chosen = options.ReadDataSubset is PackSubset subset
            ? [.. _readable.Where(pack => subset.Contains(pack.Name.Id))]
            : ChooseAtRandom(options.ReadDataPercent);
        int done = 0;
        ParallelOptions cores = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(chosen, cores, async (stored, token) =>
        {
            await ReadPackAsync(stored, token).ConfigureAwait(false);
            check.Advance(CheckPhase.Data, Interlocked.Increment(ref done), chosen.Length);
        }).ConfigureAwait(false);
    }

    private StoredObject[] ChooseAtRandom(double percent)
    {
        StoredObject[] chosen = [.. _readable];
        RandomNumberGenerator.Shuffle(chosen.AsSpan());
        return chosen[..(int)Math.Ceiling(chosen.Length * percent / 100)];
    }

    private void Compare(StoredObject stored, HashSet<ObjectId> setAside)
    {
        string name = $"{stored.Name}";
        if (!packs.TryGetValue(stored.Name.Id, out List<PackedBlob>? blobs))
        {
            if (!setAside.Contains(stored.Name.Id))
            {
                check.Report(CheckSeverity.Hint, name, "no index names it");
            }

            return;
        }

        long expected = blobs.Sum(blob => (long)blob.Length) + PackHeader.SizeFor(blobs);
        if (stored.Size != expected)
        {
            check.Report(CheckSeverity.Error, name, $"it has {stored.Size} bytes instead of {expected}");
            return;
        }

        if (context.Config.Version > 1 && blobs.Exists(blob => blob.Handle.Type != blobs[0].Handle.Type))
        {
            check.Report(CheckSeverity.Hint, name, "it holds both trees and data");
        }

        _readable.Add(stored);
    }

    private async Task ReadPackAsync(StoredObject stored, CancellationToken cancellationToken)
    {
        try
        {
            using PackReading reading = new(context, check, stored, packs[stored.Name.Id]);
            await reading.VerifyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryException e)
        {
            check.Report($"{stored.Name}", e);
        }
    }
}
