using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Jobs;

/// <summary>The jobs' SQL.</summary>
internal static class JobStore
{
    private const string Select = """
        SELECT j.id AS Id, j.profile_id AS ProfileId, p.name AS ProfileName, p.number AS ProfileNumber, j.configuration_id AS ConfigurationId,
               j.configuration AS Configuration, j.label AS Label, j.schedule AS Schedule, j.requester_id AS RequesterId, j.requester AS Requester,
               j.started_at AS StartedAt, j.skipped AS Skipped
        FROM job j JOIN profile p ON p.id = j.profile_id
        """;

    public static JobRow? Find(StateConnection db, string id) => db.QueryFirst<JobRow>($"{Select} WHERE j.id = @id", new { id });

    /// <summary>Those that were started since a time, the newest first.</summary>
    public static IReadOnlyList<JobRow> Since(StateConnection db, long since) =>
        db.Query<JobRow>($"{Select} WHERE j.started_at >= @since ORDER BY j.started_at DESC, j.id DESC", new { since });

    /// <summary>The tasks of jobs that were started since a time, in the order in which they were queued.</summary>
    public static IReadOnlyList<JobTask> TasksSince(StateConnection db, long since) => db.Query<JobTask>(
        """
        SELECT t.job_id AS JobId, t.id AS Id, t.state AS State, t.ended_at AS EndedAt
        FROM task t JOIN job j ON j.id = t.job_id WHERE j.started_at >= @since ORDER BY t.sequence
        """,
        new { since });

    public static IReadOnlyList<JobTask> TasksOf(StateConnection db, string id) => db.Query<JobTask>(
        "SELECT job_id AS JobId, id AS Id, state AS State, ended_at AS EndedAt FROM task WHERE job_id = @id ORDER BY sequence", new { id });

    /// <summary>How many of a schedule's jobs have a task that hasn't ended.</summary>
    public static long CountRunning(StateConnection db, string profileId, string schedule) => db.QueryScalar<long>(
        """
        SELECT count(*) FROM job j WHERE j.profile_id = @profileId AND lower(j.schedule) = lower(@schedule)
          AND EXISTS (SELECT 1 FROM task t WHERE t.job_id = j.id AND t.state IN ('Queued', 'Running'))
        """,
        new { profileId, schedule });

    public static void Insert(StateConnection db, JobRow job) => db.Execute(
        """
        INSERT INTO job (id, profile_id, configuration_id, configuration, label, schedule, requester_id, requester, started_at, skipped)
        VALUES (@Id, @ProfileId, @ConfigurationId, @Configuration, @Label, @Schedule, @RequesterId, @Requester, @StartedAt, @Skipped)
        """,
        new { job.Id, job.ProfileId, job.ConfigurationId, job.Configuration, job.Label, job.Schedule, job.RequesterId, job.Requester, job.StartedAt, job.Skipped });

    public static void SetSkipped(StateConnection db, string id, string skipped) => db.Execute("UPDATE job SET skipped = @skipped WHERE id = @id", new { id, skipped });

    /// <summary>Deletes those that were started before a time and that no task is left of.</summary>
    public static void ClearEnded(StateConnection db, long before) => db.Execute(
        "DELETE FROM job WHERE started_at < @before AND NOT EXISTS (SELECT 1 FROM task t WHERE t.job_id = job.id)", new { before });
}
