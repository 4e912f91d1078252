using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Dashboards;

/// <summary>The dashboard's SQL.</summary>
internal static class DashboardStore
{
    /// <summary>What the backups of each account add up to.</summary>
    public static IEnumerable<Standing> Standings(StateConnection db) => db.Query<Standing>(
        """
        SELECT s.account_id AS AccountId, s.backups AS Backups, s.added AS Added, b.created_at AS LastAt, b.size AS Size, b.problem_count AS ProblemCount
        FROM (SELECT account_id, count(*) AS backups, sum(added) AS added, max(created_at) AS last_at FROM backup GROUP BY account_id) AS s
        JOIN backup b ON b.account_id = s.account_id AND b.created_at = s.last_at
        """);

    /// <summary>Backups and the bytes that they added, by account and day since a time.</summary>
    public static IEnumerable<AccountDay> Days(StateConnection db, long since) => db.Query<AccountDay>(
        """
        SELECT account_id AS AccountId, created_at / 86400000000 AS Day, count(*) AS Backups, sum(added) AS Added
        FROM backup WHERE created_at >= @since GROUP BY account_id, created_at / 86400000000
        """,
        new { since });

    /// <param name="LastAt">When the newest was taken.</param>
    /// <param name="Size">What the newest holds.</param>
    /// <param name="ProblemCount">What the newest lacks.</param>
    internal sealed record Standing(string AccountId, long Backups, long Added, long LastAt, long Size, long ProblemCount);

    /// <param name="Day">Days since 1970.</param>
    internal sealed record AccountDay(string AccountId, long Day, long Backups, long Added);
}
