using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Mail;

/// <summary>The notifications' SQL.</summary>
internal static class NotificationStore
{
    public static void Insert(StateConnection db, NotificationRow row) => db.Execute(
        """
        INSERT INTO notification (id, account_id, recipient, subject, body, created_at, due_at, attempts)
        VALUES (@Id, @AccountId, @Recipient, @Subject, @Body, @CreatedAt, @CreatedAt, @Attempts)
        """,
        row);

    public static long Count(StateConnection db) => db.QueryScalar<long>("SELECT count(*) FROM notification");

    public static bool AnyDue(StateConnection db, long now) => db.QueryScalar<long>("SELECT count(*) FROM (SELECT 1 FROM notification WHERE due_at <= @now LIMIT 1)", new { now }) > 0;

    /// <summary>Takes the next that are due for this process; others leave them until then.</summary>
    public static IReadOnlyList<NotificationRow> Claim(StateTransaction db, long now, long until, int count)
    {
        IReadOnlyList<NotificationRow> due = db.Query<NotificationRow>(
            """
            SELECT id AS Id, account_id AS AccountId, recipient AS Recipient, subject AS Subject, body AS Body, created_at AS CreatedAt, attempts AS Attempts
            FROM notification WHERE due_at <= @now ORDER BY due_at, id LIMIT @count
            """,
            new { now, count });
        foreach (NotificationRow row in due)
        {
            Defer(db, row, until);
        }

        return due;
    }

    public static void Defer(StateConnection db, NotificationRow row, long until) =>
        db.Execute("UPDATE notification SET due_at = @until, attempts = @Attempts WHERE id = @Id", new { row.Id, row.Attempts, until });

    /// <summary>Makes all due now.</summary>
    public static void Hasten(StateConnection db, long now) => db.Execute("UPDATE notification SET due_at = @now WHERE due_at > @now", new { now });

    public static void Delete(StateConnection db, NotificationRow row) => db.Execute("DELETE FROM notification WHERE id = @Id", new { row.Id });

    public static void Clear(StateConnection db) => db.Execute("DELETE FROM notification");
}
