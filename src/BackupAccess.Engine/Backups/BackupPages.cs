using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>Reads backups newest first and page by page, so that a million is never held whole and the first come at once.</summary>
internal static class BackupPages
{
    private const int FirstPage = 100;
    private const int LaterPages = 1000;

    /// <param name="database">The state.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="accounts">The accounts, null for all; where they are many, others' come too.</param>
    /// <param name="now">The time by which locks end.</param>
    public static IEnumerable<BackupRow> Read(StateDatabase database, ListBackups request, IReadOnlyCollection<string>? accounts, long now)
    {
        BackupRow? last = null;
        int size = FirstPage;
        while (accounts is not { Count: 0 })
        {
            IReadOnlyList<BackupRow> page = ReadPage(database, request, accounts, now, last, size);
            foreach (BackupRow backup in page)
            {
                yield return backup;
            }

            if (page.Count < size)
            {
                yield break;
            }

            last = page[^1];
            size = LaterPages;
        }
    }

    private static IReadOnlyList<BackupRow> ReadPage(StateDatabase database, ListBackups request, IReadOnlyCollection<string>? accounts, long now, BackupRow? last, int size)
    {
        using StateConnection db = database.Connect();
        return BackupStore.Page(db, request, accounts, now, last, size);
    }
}
