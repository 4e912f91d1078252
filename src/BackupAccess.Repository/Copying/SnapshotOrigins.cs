using System.Runtime.InteropServices;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Copying;

/// <summary>
/// A repository's snapshots by where they come from: their own id and, for copies, that of the first one. The rules are
/// restic's, so that neither client copies anew what the other has copied.
/// </summary>
internal sealed class SnapshotOrigins
{
    private readonly Dictionary<ObjectId, List<Snapshot>> _snapshots = [];

    /// <summary>Reads them; one that can't be read is a copy of nothing.</summary>
    public static async Task<SnapshotOrigins> LoadAsync(ResticRepository repository, CancellationToken cancellationToken)
    {
        SnapshotOrigins origins = new();
        await foreach (Snapshot snapshot in repository.ListSnapshotsAsync(onDamage: (_, _) => { }, cancellationToken).ConfigureAwait(false))
        {
            origins.Add(snapshot);
        }

        return origins;
    }

    /// <summary>The id that stays through every copy.</summary>
    public static ObjectId Of(Snapshot snapshot) => snapshot.Original is { IsZero: false } original ? original : snapshot.Id;

    public void Add(Snapshot snapshot)
    {
        Add(snapshot.Id, snapshot);
        if (Of(snapshot) != snapshot.Id)
        {
            Add(Of(snapshot), snapshot);
        }
    }

    /// <summary>The snapshot that says the same of the same origin, or null.</summary>
    public Snapshot? Find(Snapshot snapshot) =>
        _snapshots.TryGetValue(Of(snapshot), out List<Snapshot>? candidates) ? candidates.Find(candidate => SaysTheSame(candidate, snapshot)) : null;

    private void Add(ObjectId origin, Snapshot snapshot) =>
        (CollectionsMarshal.GetValueRefOrAddDefault(_snapshots, origin, out _) ??= []).Add(snapshot);

    private static bool SaysTheSame(Snapshot a, Snapshot b) =>
        a.Time == b.Time
        && a.Tree == b.Tree
        && (a.Hostname ?? "") == (b.Hostname ?? "")
        && (a.Username ?? "") == (b.Username ?? "")
        && (a.Uid, a.Gid) == (b.Uid, b.Gid)
        && AreTheSame(a.Paths, b.Paths)
        && AreTheSame(a.Tags ?? [], b.Tags ?? [])
        && (a.Excludes ?? []).SequenceEqual(b.Excludes ?? []);

    private static bool AreTheSame(IReadOnlyList<string> a, IReadOnlyList<string> b) =>
        a.Count == b.Count && a.ToHashSet(StringComparer.Ordinal).IsSupersetOf(b);
}
