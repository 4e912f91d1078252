using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>The downloads' SQL. A removed one has expired at the beginning of time, until its file is gone.</summary>
internal static class DownloadStore
{
    private const string Select = """
        SELECT id AS Id, account_id AS AccountId, backup_id AS BackupId, backup_created_at AS BackupCreatedAt, format AS Format, size AS Size,
               sha256 AS Sha256, entries AS Entries, problem_count AS ProblemCount, problems AS Problems, conditions AS Conditions,
               created_at AS CreatedAt, created_by AS CreatedBy, expires_at AS ExpiresAt, served AS Served, most_fetches AS MostFetches,
               sealed_key AS SealedKey, items AS Items, paths AS Paths
        FROM download
        """;

    public static DownloadRow? Find(StateConnection db, Guid id, long now) =>
        db.QueryFirst<DownloadRow>($"{Select} WHERE id = @id AND expires_at > @now", new { id = id.ToString(), now });

    /// <summary>All that haven't expired, newest first.</summary>
    public static IReadOnlyList<DownloadRow> All(StateConnection db, long now) =>
        db.Query<DownloadRow>($"{Select} WHERE expires_at > @now ORDER BY created_at DESC, id DESC", new { now });

    /// <summary>Those that have expired or were removed.</summary>
    public static IReadOnlyList<DownloadRow> Due(StateConnection db, long now) =>
        db.Query<DownloadRow>($"{Select} WHERE expires_at <= @now ORDER BY expires_at, id", new { now });

    public static long Count(StateConnection db, string account, long now) =>
        db.QueryScalar<long>("SELECT count(*) FROM download WHERE account_id = @account AND expires_at > @now", new { account, now });

    public static bool Exists(StateConnection db, string id) => db.QueryScalar<long>("SELECT count(*) FROM download WHERE id = @id", new { id }) > 0;

    public static void Insert(StateConnection db, DownloadRow download) => db.Execute(
        """
        INSERT INTO download (id, account_id, backup_id, backup_created_at, format, size, sha256, entries, problem_count, problems, conditions,
                              created_at, created_by, expires_at, served, most_fetches, sealed_key, items, paths)
        VALUES (@Id, @AccountId, @BackupId, @BackupCreatedAt, @Format, @Size, @Sha256, @Entries, @ProblemCount, @Problems, @Conditions,
                @CreatedAt, @CreatedBy, @ExpiresAt, @Served, @MostFetches, @SealedKey, @Items, @Paths)
        """,
        new
        {
            download.Id,
            download.AccountId,
            download.BackupId,
            download.BackupCreatedAt,
            download.Format,
            download.Size,
            download.Sha256,
            download.Entries,
            download.ProblemCount,
            download.Problems,
            download.Conditions,
            download.CreatedAt,
            download.CreatedBy,
            download.ExpiresAt,
            download.Served,
            download.MostFetches,
            download.SealedKey,
            download.Items,
            download.Paths,
        });

    /// <summary>Counts bytes that are handed out, or, below zero, that weren't after all.</summary>
    public static void Serve(StateConnection db, string id, long bytes) =>
        db.Execute("UPDATE download SET served = served + @bytes WHERE id = @id", new { id, bytes });

    public static void SetRemoved(StateConnection db, string id) => db.Execute("UPDATE download SET expires_at = 0 WHERE id = @id", new { id });

    /// <summary>Removes those of an account that have a file.</summary>
    /// <returns>How many they were.</returns>
    public static int RemoveStored(StateConnection db, string account) =>
        db.Execute("UPDATE download SET expires_at = 0 WHERE account_id = @account AND sealed_key IS NOT NULL AND expires_at > 0", new { account });

    /// <summary>Whether an account has any with a file, removed or not.</summary>
    public static bool AnyStored(StateConnection db, string account) =>
        db.QueryScalar<long>("SELECT count(*) FROM download WHERE account_id = @account AND sealed_key IS NOT NULL", new { account }) > 0;

    public static void RemoveAll(StateConnection db, string account) =>
        db.Execute("UPDATE download SET expires_at = 0 WHERE account_id = @account", new { account });

    /// <returns>Whether it was there.</returns>
    public static bool Delete(StateConnection db, string id) => db.Execute("DELETE FROM download WHERE id = @id", new { id }) > 0;

    /// <summary>Writes down why its file can't be deleted.</summary>
    /// <returns>Whether that is new.</returns>
    public static bool NoteFailure(StateConnection db, string id, string failure) =>
        db.Execute("UPDATE download SET failure = @failure WHERE id = @id AND coalesce(failure, '') <> @failure", new { id, failure }) > 0;
}
