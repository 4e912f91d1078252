using BackupAccess.Repository.Index;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Makes the index say of every pack once what it should, and nothing else. Objects that are right stay; what the others
/// named rightly is named anew before they are deleted.
/// </summary>
internal sealed class IndexRewrite
{
    private readonly IReadOnlyDictionary<ObjectId, List<PackedBlob>> _held;
    private readonly List<ObjectId> _removed;
    private readonly List<ObjectId> _unnamed;

    /// <param name="survey">The index as it is.</param>
    /// <param name="held">What it should say.</param>
    public IndexRewrite(PackSurvey survey, IReadOnlyDictionary<ObjectId, List<PackedBlob>> held)
    {
        _held = held;
        RightlyNamed = [.. survey.Named.Where(IsRight).Select(pack => pack.Key)];
        _removed = [.. survey.DamagedIndexes];
        HashSet<ObjectId> named = [];
        foreach ((ObjectId index, Dictionary<ObjectId, int> packs) in survey.Index.PacksOf.OrderByDescending(index => index.Value.Count).ThenBy(index => index.Key))
        {
            if (packs.All(pack => RightlyNamed.Contains(pack.Key) && pack.Value == held[pack.Key].Count && !named.Contains(pack.Key)))
            {
                named.UnionWith(packs.Keys);
            }
            else
            {
                _removed.Add(index);
            }
        }

        _removed.Sort();
        _unnamed = [.. held.Keys.Where(pack => !named.Contains(pack)).Order()];
    }

    /// <summary>Packs of which the index objects together say now what they should.</summary>
    public HashSet<ObjectId> RightlyNamed { get; }

    /// <summary>The objects that go.</summary>
    public IReadOnlyList<ObjectId> Removed => _removed;

    /// <summary>How many objects are written.</summary>
    public int Written => IndexSaver.Divide(_unnamed, _held).Count();

    public async Task RunAsync(RepositoryContext context, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new RepairProgress(RepairPhase.Index, 0, _removed.Count));
        await new IndexSaver(context).SaveAsync(_unnamed, _held, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < _removed.Count; i++)
        {
            await context.Storage.DeleteAsync(new ObjectName(ObjectKind.Index, _removed[i]), cancellationToken).ConfigureAwait(false);
            progress?.Report(new RepairProgress(RepairPhase.Index, i + 1, _removed.Count));
        }
    }

    private bool IsRight(KeyValuePair<ObjectId, List<PackedBlob>> named) =>
        _held.TryGetValue(named.Key, out List<PackedBlob>? held) && held.SequenceEqual(named.Value);
}
