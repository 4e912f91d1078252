using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>Reads backups newest first and page by page, so that a million is never held whole and the first come at once.</summary>
internal static class BackupPages
{
    private const int PageSize = 1000;

    /// <param name="database">The state.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="accounts">The accounts; where they are many, others' come too.</param>
    /// <param name="now">The time by which locks end.</param>
    public static IEnumerable<BackupRow> Read(StateDatabase database, ListBackups request, IReadOnlyCollection<string> accounts, long now)
    {
        BackupRow? last = null;
        while (accounts.Count > 0)
        {
            IReadOnlyList<BackupRow> page = ReadPage(database, request, accounts, now, last);
            foreach (BackupRow backup in page)
            {
                yield return backup;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    private static IReadOnlyList<BackupRow> ReadPage(StateDatabase database, ListBackups request, IReadOnlyCollection<string> accounts, long now, BackupRow? last)
    {
        using StateConnection db = database.Connect();
        return BackupStore.Page(db, request, accounts, now, last, PageSize);
    }
}
