using BackupAccess.Engine.Backups;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Catalogue;

/// <summary>What has to change in an account's catalogue for it to tell what the repository holds.</summary>
/// <param name="Added">Backups that the catalogue doesn't know.</param>
/// <param name="Moved">Backups that stand under another snapshot now, as after a change of its tags.</param>
/// <param name="Removed">Backups that the repository no longer has.</param>
/// <param name="Cut">Backups whose removal was cut off before the repository lost them: they stay.</param>
/// <param name="Findings">What somebody should know, each a clause.</param>
internal sealed record CatalogueChanges(
    IReadOnlyList<BackupRow> Added, IReadOnlyList<BackupRow> Moved, IReadOnlyList<BackupRow> Removed, IReadOnlyList<BackupRow> Cut, IReadOnlyList<string> Findings)
{
    public bool IsEmpty => Added.Count + Moved.Count + Removed.Count == 0;

    /// <param name="known">The account's backups as the catalogue has them.</param>
    /// <param name="stored">What the repository holds.</param>
    /// <param name="isTaken">Whether a backup, of whatever account, has that id.</param>
    public static CatalogueChanges Between(IReadOnlyList<BackupRow> known, StoredBackups stored, Func<Guid, bool> isTaken)
    {
        HashSet<string> present = [.. stored.Backups.Select(backup => backup.Row.Snapshot), .. stored.Unread.Keys];
        HashSet<string> recorded = [.. known.Select(backup => backup.Snapshot)];
        Dictionary<Guid, BackupRow> missing = known.Where(backup => !present.Contains(backup.Snapshot)).ToDictionary(backup => backup.Guid);
        HashSet<Guid> given = [];
        List<BackupRow> added = [];
        List<BackupRow> moved = [];
        foreach (StoredBackup backup in stored.Backups.Where(backup => !recorded.Contains(backup.Row.Snapshot)).OrderBy(backup => backup.Row.CreatedAt))
        {
            BackupRow? former = backup.Ids.Select(id => missing.GetValueOrDefault(id)).FirstOrDefault(row => row is not null && row.IsForeign == backup.Row.IsForeign);
            if (former is not null)
            {
                missing.Remove(former.Guid);
                moved.Add(former with { Snapshot = backup.Row.Snapshot });
            }
            else if (backup.Ids.Where(id => !isTaken(id)).Cast<Guid?>().FirstOrDefault(id => given.Add(id!.Value)) is { } free)
            {
                added.Add(backup.Row with { Id = free.ToString() });
            }
        }

        string[] findings = [
            .. stored.Unread.Select(snapshot => $"the snapshot \"{snapshot.Key}\" can't be read: {snapshot.Value.TrimEnd('.')}"),
            .. missing.Values.Where(backup => (backup.LockedAt ?? backup.HeldAt) is not null).Select(backup => $"the backup \"{backup.Id}\", locked by \"{backup.HeldBy ?? backup.LockedBy}\", is no longer in the repository"),
        ];
        BackupRow[] cut = [.. known.Where(backup => backup.RemovingAt is not null && present.Contains(backup.Snapshot))];
        return new CatalogueChanges(added, moved, [.. missing.Values.OrderBy(backup => backup.CreatedAt)], cut, findings);
    }

    public void Apply(StateConnection db)
    {
        foreach (BackupRow backup in Removed)
        {
            BackupStore.Delete(db, backup.Guid);
        }

        foreach (BackupRow backup in Moved)
        {
            BackupStore.SetSnapshot(db, backup);
        }

        foreach (BackupRow backup in Cut)
        {
            BackupStore.SetRemoving(db, backup with { RemovingAt = null });
        }

        foreach (BackupRow backup in Added)
        {
            BackupStore.Insert(db, backup);
        }
    }
}
