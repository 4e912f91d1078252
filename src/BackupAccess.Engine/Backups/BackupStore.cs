using BackupAccess.Engine.Policies;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>The backups' SQL.</summary>
internal static class BackupStore
{
    private const int MaxIds = 100;

    private const string Columns = """
        id AS Id, account_id AS AccountId, snapshot AS Snapshot, kind AS Kind, configuration AS Configuration, created_at AS CreatedAt,
        items AS Items, files AS Files, size AS Size, added AS Added, problem_count AS ProblemCount, problems AS Problems,
        locked_by AS LockedBy, locked_by_id AS LockedById, locked_at AS LockedAt, lock_reason AS LockReason, locked_until AS LockedUntil,
        removing_at AS RemovingAt,
        held_by AS HeldBy, held_by_id AS HeldById, held_at AS HeldAt, hold_reason AS HoldReason, held_until AS HeldUntil,
        item_counts AS ItemCounts, label AS Label, configuration_id AS ConfigurationId, note AS Note
        """;

    private const string Select = $"SELECT {Columns} FROM backup";

    public static BackupRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<BackupRow>($"{Select} WHERE id = @id", new { id = id.ToString() });

    /// <summary>Backups whose id begins so.</summary>
    public static IReadOnlyList<BackupRow> FindByPrefix(StateConnection db, string prefix) =>
        db.Query<BackupRow>($"{Select} WHERE substr(id, 1, @length) = @prefix", new { prefix, length = prefix.Length });

    /// <summary>A page of what the request's times, kind and lock ask for, newest first. Few accounts are asked for by id; of many, every account's backups come, and the caller leaves out what isn't wanted.</summary>
    /// <param name="db">The state.</param>
    /// <param name="request">The request.</param>
    /// <param name="accounts">The accounts; null for all.</param>
    /// <param name="now">The time by which locks end.</param>
    /// <param name="last">The last of the page before; null for the first page.</param>
    /// <param name="most">How many the page has.</param>
    public static IReadOnlyList<BackupRow> Page(StateConnection db, ListBackups request, IReadOnlyCollection<string>? accounts, long now, BackupRow? last, int most)
    {
        string few = accounts is { Count: <= MaxIds } ? "AND account_id IN @accounts" : "";
        string after = last is null ? "" : "AND (created_at, id) < (@lastCreated, @lastId)";
        string sql = $"""
            {Select}
            WHERE created_at >= @since AND created_at < @before AND (@kind = '' OR kind = @kind)
              AND (@locked < 0 OR @locked = CASE WHEN (locked_at IS NOT NULL AND coalesce(locked_until, @never) > @now)
                                                    OR (held_at IS NOT NULL AND coalesce(held_until, @never) > @now) THEN 1 ELSE 0 END)
              {few} {after}
            ORDER BY created_at DESC, id DESC LIMIT @most
            """;
        return db.Query<BackupRow>(sql, new
        {
            accounts,
            now,
            never = UnixTime.Never,
            since = request.Since?.ToMicroseconds() ?? long.MinValue,
            before = request.Before?.ToMicroseconds() ?? long.MaxValue,
            kind = request.Kind?.ToString() ?? "",
            locked = request.Locked switch { null => -1, false => 0, true => 1 },
            lastCreated = last?.CreatedAt,
            lastId = last?.Id,
            most,
        });
    }

    /// <summary>An account's newest backup, of those that were made here.</summary>
    public static BackupRow? LatestOf(StateConnection db, Guid accountId) =>
        db.QueryFirst<BackupRow>($"{Select} WHERE account_id = @id AND kind <> 'Foreign' ORDER BY created_at DESC, id DESC LIMIT 1", new { id = accountId.ToString() });

    /// <summary>An account's newest backup that has the item, of those that were made here.</summary>
    public static BackupRow? LatestWith(StateConnection db, Guid accountId, BackupItem item) => db.QueryFirst<BackupRow>(
        $"{Select} WHERE account_id = @id AND kind <> 'Foreign' AND items LIKE @item ORDER BY created_at DESC, id DESC LIMIT 1",
        new { id = accountId.ToString(), item = $"%\"{item}\"%" });

    /// <summary>An account's backups, oldest first.</summary>
    public static IReadOnlyList<BackupRow> AllOf(StateConnection db, Guid accountId) =>
        db.Query<BackupRow>($"{Select} WHERE account_id = @id ORDER BY created_at, id", new { id = accountId.ToString() });

    public static bool Any(StateConnection db, Guid accountId) =>
        db.QueryScalar<long>("SELECT count(*) FROM backup WHERE account_id = @id", new { id = accountId.ToString() }) > 0;

    /// <summary>Whether a backup of the account stands under that snapshot.</summary>
    public static bool Names(StateConnection db, string accountId, string snapshot) =>
        db.QueryScalar<long>("SELECT count(*) FROM backup WHERE account_id = @accountId AND snapshot = @snapshot", new { accountId, snapshot }) > 0;

    /// <summary>Whether another backup of its account stands under a backup's snapshot.</summary>
    public static bool NamesOther(StateConnection db, BackupRow backup) => db.QueryScalar<long>(
        "SELECT count(*) FROM backup WHERE account_id = @AccountId AND snapshot = @Snapshot AND id <> @Id", new { backup.AccountId, backup.Snapshot, backup.Id }) > 0;

    /// <summary>An account's backups that are partial or carry a note, a lock or a hold, ended or not.</summary>
    public static IReadOnlyList<BackupRow> Remarkable(StateConnection db, Guid accountId) => db.Query<BackupRow>(
        $"{Select} WHERE account_id = @id AND (problem_count > 0 OR locked_at IS NOT NULL OR held_at IS NOT NULL OR note IS NOT NULL) ORDER BY id", new { id = accountId.ToString() });

    /// <summary>An account's on-demand backups, newest first.</summary>
    public static IReadOnlyList<BackupRow> OnDemandOf(StateConnection db, Guid accountId) => db.Query<BackupRow>(
        $"{Select} WHERE account_id = @id AND kind = 'OnDemand' ORDER BY created_at DESC, id DESC", new { id = accountId.ToString() });

    /// <summary>An account's backups that a configuration made with a label, newest first.</summary>
    public static IReadOnlyList<BackupRow> OfConfiguration(StateConnection db, Guid accountId, Guid configuration, RetentionLabel label) => db.Query<BackupRow>(
        $"{Select} WHERE account_id = @id AND kind = 'Scheduled' AND configuration_id = @configuration AND label = @label ORDER BY created_at DESC, id DESC",
        new { id = accountId.ToString(), configuration = configuration.ToString(), label = label.ToString() });

    public static void Insert(StateConnection db, BackupRow backup) => db.Execute(
        """
        INSERT INTO backup (id, account_id, snapshot, kind, configuration, created_at, items, files, size, added, problem_count, problems,
                            locked_by, locked_by_id, locked_at, lock_reason, locked_until,
                            held_by, held_by_id, held_at, hold_reason, held_until, item_counts, label, configuration_id, note)
        VALUES (@Id, @AccountId, @Snapshot, @Kind, @Configuration, @CreatedAt, @Items, @Files, @Size, @Added, @ProblemCount, @Problems,
                @LockedBy, @LockedById, @LockedAt, @LockReason, @LockedUntil, @HeldBy, @HeldById, @HeldAt, @HoldReason, @HeldUntil, @ItemCounts, @Label, @ConfigurationId, @Note)
        """,
        new
        {
            backup.Id,
            backup.AccountId,
            backup.Snapshot,
            backup.Kind,
            backup.Configuration,
            backup.CreatedAt,
            backup.Items,
            backup.Files,
            backup.Size,
            backup.Added,
            backup.ProblemCount,
            backup.Problems,
            backup.LockedBy,
            backup.LockedById,
            backup.LockedAt,
            backup.LockReason,
            backup.LockedUntil,
            backup.HeldBy,
            backup.HeldById,
            backup.HeldAt,
            backup.HoldReason,
            backup.HeldUntil,
            backup.ItemCounts,
            backup.Label,
            backup.ConfigurationId,
            backup.Note,
        });

    /// <summary>Writes which snapshot the backup is now.</summary>
    public static void SetSnapshot(StateConnection db, BackupRow backup) =>
        db.Execute("UPDATE backup SET snapshot = @Snapshot, removing_at = NULL WHERE id = @Id", new { backup.Id, backup.Snapshot });

    /// <summary>Writes since when the backup's snapshot has been on its way out; null for no longer.</summary>
    public static void SetRemoving(StateConnection db, BackupRow backup) =>
        db.Execute("UPDATE backup SET removing_at = @RemovingAt WHERE id = @Id", new { backup.Id, backup.RemovingAt });

    /// <summary>The same of all of an account's backups.</summary>
    public static void SetRemovingAll(StateConnection db, string accountId, long? removingAt) =>
        db.Execute("UPDATE backup SET removing_at = @removingAt WHERE account_id = @accountId", new { accountId, removingAt });

    /// <summary>Writes what the backup lacks.</summary>
    public static void SetProblems(StateConnection db, BackupRow backup) => db.Execute(
        "UPDATE backup SET problem_count = @ProblemCount, problems = @Problems WHERE id = @Id", new { backup.Id, backup.ProblemCount, backup.Problems });

    /// <summary>Writes when a backup of the account was last deleted.</summary>
    public static void NoteDeletion(StateConnection db, string accountId, long now) => db.Execute(
        "INSERT INTO backup_deletion (account_id, deleted_at) VALUES (@accountId, @now) ON CONFLICT (account_id) DO UPDATE SET deleted_at = excluded.deleted_at",
        new { accountId, now });

    public static void Delete(StateConnection db, Guid id) => db.Execute("DELETE FROM backup WHERE id = @id", new { id = id.ToString() });

    public static void SetNote(StateConnection db, BackupRow backup) => db.Execute("UPDATE backup SET note = @Note WHERE id = @Id", new { backup.Id, backup.Note });

    /// <summary>Writes the lock; all null for none.</summary>
    public static void SetLock(StateConnection db, BackupRow backup) => db.Execute(
        """
        UPDATE backup SET locked_by = @LockedBy, locked_by_id = @LockedById, locked_at = @LockedAt, lock_reason = @LockReason, locked_until = @LockedUntil
        WHERE id = @Id
        """,
        new { backup.Id, backup.LockedBy, backup.LockedById, backup.LockedAt, backup.LockReason, backup.LockedUntil });

    /// <summary>Writes the legal hold; all null for none.</summary>
    public static void SetHold(StateConnection db, BackupRow backup) => db.Execute(
        """
        UPDATE backup SET held_by = @HeldBy, held_by_id = @HeldById, held_at = @HeldAt, hold_reason = @HoldReason, held_until = @HeldUntil
        WHERE id = @Id
        """,
        new { backup.Id, backup.HeldBy, backup.HeldById, backup.HeldAt, backup.HoldReason, backup.HeldUntil });

    /// <summary>How many locks that a user placed are in force.</summary>
    public static long CountLocks(StateConnection db, Guid userId, long now) => db.QueryScalar<long>(
        "SELECT count(*) FROM backup WHERE locked_by_id = @id AND coalesce(locked_until, @never) > @now", new { id = userId.ToString(), now, never = UnixTime.Never });
}
