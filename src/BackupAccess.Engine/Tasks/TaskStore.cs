using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tasks;

/// <summary>The tasks' SQL.</summary>
internal static class TaskStore
{
    private const string Select = """
        SELECT t.id AS Id, t.sequence AS Sequence, t.kind AS Kind, t.lane AS Lane, t.operation AS Operation, t.request AS Request,
               t.account_id AS AccountId, c.name || '/' || a.name AS AccountPath, t.requester_id AS RequesterId, t.requester AS Requester,
               t.approvals AS Approvals, t.needs_account AS NeedsAccount, t.repeatable AS Repeatable, t.direct AS IsDirect,
               t.product_id AS ProductId, t.priority AS Priority, t.state AS State, t.queued_at AS QueuedAt, t.started_at AS StartedAt,
               t.ended_at AS EndedAt, t.attempts AS Attempts, t.begun AS Begun, t.holder AS Holder, t.expires_at AS ExpiresAt,
               t.renewals AS Renewals, t.stopped_by AS StoppedBy, t.progress AS Progress, t.message AS Message, t.error_id AS ErrorId,
               t.result AS Result, t.job_id AS JobId, t.profile_id AS ProfileId, p.number AS ProfileNumber, t.configuration AS Configuration
        FROM task t JOIN account a ON a.id = t.account_id JOIN connector c ON c.id = a.connector_id LEFT JOIN profile p ON p.id = t.profile_id
        """;

    // Of the account that a task needs, no other such task runs.
    private const string MayGo = """
        state = 'Queued' AND lane = @lane
        AND (needs_account = 0 OR account_id NOT IN (SELECT account_id FROM task WHERE state = 'Running' AND needs_account = 1))
        """;

    public static TaskRow? Find(StateConnection db, string id) => db.QueryFirst<TaskRow>($"{Select} WHERE t.id = @id", new { id });

    /// <summary>Those that were queued since a time, in the order of the queue.</summary>
    public static IReadOnlyList<TaskRow> Since(StateConnection db, long since) =>
        db.Query<TaskRow>($"{Select} WHERE t.queued_at >= @since ORDER BY t.priority, t.sequence", new { since });

    /// <summary>Those that somebody holds: which run, or whose callers wait.</summary>
    public static IReadOnlyList<TaskRow> Held(StateConnection db) => db.Query<TaskRow>($"{Select} WHERE t.holder IS NOT NULL");

    public static long CountRunning(StateConnection db, TaskLane lane) =>
        db.QueryScalar<long>("SELECT count(*) FROM task WHERE state = 'Running' AND lane = @lane", new { lane = lane.ToString() });

    /// <summary>How many tasks of an account haven't ended.</summary>
    public static long CountOf(StateConnection db, string account) =>
        db.QueryScalar<long>("SELECT count(*) FROM task WHERE account_id = @account AND state IN ('Queued', 'Running')", new { account });

    /// <summary>Whether a backup of an account by a configuration hasn't ended.</summary>
    public static bool AnyOf(StateConnection db, string account, string configuration) => db.QueryScalar<long>(
        "SELECT EXISTS (SELECT 1 FROM task WHERE account_id = @account AND configuration = @configuration AND state IN ('Queued', 'Running'))", new { account, configuration }) != 0;

    /// <summary>Whether any task waits for a worker.</summary>
    public static bool AnyForWorkers(StateConnection db) =>
        db.QueryScalar<long>("SELECT EXISTS (SELECT 1 FROM task WHERE state = 'Queued' AND holder IS NULL)") != 0;

    /// <summary>The next of a lane that may go, in order: each with its holder where its caller waits for it.</summary>
    public static IReadOnlyList<NextTask> Next(StateConnection db, TaskLane lane, int count) => db.Query<NextTask>(
        $"SELECT id AS Id, holder AS Holder FROM task WHERE {MayGo} ORDER BY priority, sequence LIMIT @count",
        new { lane = lane.ToString(), count });

    public static long NextSequence(StateConnection db) => db.QueryScalar<long>("SELECT coalesce(max(sequence), 0) + 1 FROM task");

    public static void Insert(StateConnection db, TaskRow task) => db.Execute(
        """
        INSERT INTO task (id, sequence, kind, lane, operation, request, account_id, requester_id, requester, approvals, needs_account, repeatable,
                          direct, product_id, priority, state, queued_at, attempts, begun, holder, expires_at, renewals,
                          job_id, profile_id, configuration)
        VALUES (@Id, @Sequence, @Kind, @Lane, @Operation, @Request, @AccountId, @RequesterId, @Requester, @Approvals, @NeedsAccount, @Repeatable,
                @IsDirect, @ProductId, @Priority, 'Queued', @QueuedAt, 0, @Begun, @Holder, @ExpiresAt, 0,
                @JobId, @ProfileId, @Configuration)
        """,
        new
        {
            task.Id,
            task.Sequence,
            task.Kind,
            task.Lane,
            task.Operation,
            task.Request,
            task.AccountId,
            task.RequesterId,
            task.Requester,
            task.Approvals,
            task.NeedsAccount,
            task.Repeatable,
            task.IsDirect,
            task.ProductId,
            task.Priority,
            task.QueuedAt,
            task.Begun,
            task.Holder,
            task.ExpiresAt,
            task.JobId,
            task.ProfileId,
            task.Configuration,
        });

    /// <summary>Has a queued task run, by a holder.</summary>
    public static void Start(StateConnection db, string id, string holder, long now, long expires) => db.Execute(
        """
        UPDATE task SET state = 'Running', started_at = @now, attempts = attempts + 1, holder = @holder, expires_at = @expires, renewals = renewals + 1,
               progress = NULL, message = NULL
        WHERE id = @id
        """,
        new { id, holder, now, expires });

    /// <summary>Renews the lease and writes the progress down, where there is any.</summary>
    /// <returns>The task as it is then; null when the holder has it no more.</returns>
    public static TaskRow? Renew(StateConnection db, string id, string holder, long expires, string? progress) =>
        db.Execute(
            """
            UPDATE task SET expires_at = @expires, renewals = renewals + 1, progress = coalesce(@progress, progress)
            WHERE id = @id AND holder = @holder AND ended_at IS NULL
            """,
            new { id, holder, expires, progress }) > 0 ? Find(db, id) : null;

    /// <summary>The door has let an attempt pass.</summary>
    public static void SetBegun(StateConnection db, string id) => db.Execute("UPDATE task SET begun = 1 WHERE id = @id", new { id });

    /// <summary>Writes down that a task has ended, for whoever holds it.</summary>
    /// <returns>False when the holder has it no more.</returns>
    public static bool End(StateConnection db, TaskRow ended, string? holder) => db.Execute(
        """
        UPDATE task SET state = @State, ended_at = @EndedAt, message = @Message, error_id = @ErrorId, result = @Result,
               progress = coalesce(@Progress, progress), holder = NULL
        WHERE id = @Id AND coalesce(holder, '') = coalesce(@holder, '') AND ended_at IS NULL
        """,
        new { ended.Id, ended.State, ended.EndedAt, ended.Message, ended.ErrorId, ended.Result, ended.Progress, holder }) > 0;

    /// <summary>Puts a task that its holder has let go back to where it stood in the queue.</summary>
    public static bool PutBack(StateConnection db, string id, string? holder, long attempts, string message) => db.Execute(
        """
        UPDATE task SET state = 'Queued', holder = NULL, attempts = @attempts, message = @message, progress = NULL
        WHERE id = @id AND holder = @holder AND ended_at IS NULL
        """,
        new { id, holder, attempts, message }) > 0;

    public static void SetStoppedBy(StateConnection db, string id, string by) => db.Execute("UPDATE task SET stopped_by = @by WHERE id = @id", new { id, by });

    /// <summary>Deletes those that ended before a time.</summary>
    public static void ClearEnded(StateConnection db, long before) => db.Execute("DELETE FROM task WHERE ended_at < @before", new { before });
}
