using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>The SQL of schedules' runs.</summary>
internal static class ScheduleRunStore
{
    /// <summary>How many of a schedule's runs are kept.</summary>
    public const int Kept = 100;

    private const string Select = """
        SELECT r.id AS Id, r.schedule_id AS ScheduleId, r.number AS Number, r.moment AS Moment, r.due_at AS DueAt, r.asked_by AS AskedBy, r.started_at AS StartedAt,
               r.holder AS Holder, r.expires_at AS ExpiresAt, r.process AS Process, r.ended_at AS EndedAt, r.skipped AS Skipped, r.message AS Message
        FROM schedule_run r
        """;

    private const string Summary = """
        SELECT r.id AS RunId,
               (SELECT count(*) FROM schedule_run_part p WHERE p.run_id = r.id) AS Parts,
               (SELECT count(*) FROM schedule_run_part p WHERE p.run_id = r.id AND p.failure IS NOT NULL) AS Failed,
               (SELECT count(*) FROM schedule_run_part p JOIN job j ON j.id = p.job_id WHERE p.run_id = r.id AND j.skipped <> '[]') AS LeftOut,
               (SELECT count(*) FROM schedule_run_part p JOIN task t ON t.job_id = p.job_id WHERE p.run_id = r.id) AS Tasks,
               (SELECT count(*) FROM schedule_run_part p JOIN task t ON t.job_id = p.job_id WHERE p.run_id = r.id AND t.ended_at IS NOT NULL) AS Ended,
               (SELECT count(*) FROM schedule_run_part p JOIN task t ON t.job_id = p.job_id WHERE p.run_id = r.id AND t.state = 'Completed') AS Completed,
               (SELECT min(p.configuration || ': ' || p.failure) FROM schedule_run_part p WHERE p.run_id = r.id) AS Failure
        FROM schedule_run r
        """;

    private const string Newest = "JOIN schedule s ON s.id = r.schedule_id AND s.runs = r.number";

    public static ScheduleRunRow? Find(StateConnection db, string id) => db.QueryFirst<ScheduleRunRow>($"{Select} WHERE r.id = @id", new { id });

    /// <summary>Those that haven't ended, in the order in which they came.</summary>
    public static IReadOnlyList<ScheduleRunRow> Begun(StateConnection db) => db.Query<ScheduleRunRow>($"{Select} WHERE r.ended_at IS NULL ORDER BY r.id");

    /// <summary>The newest of a schedule; null where it has had none.</summary>
    public static ScheduleRunRow? LastOf(StateConnection db, ScheduleRow schedule) =>
        db.QueryFirst<ScheduleRunRow>($"{Select} WHERE r.schedule_id = @Id AND r.number = @Runs", new { schedule.Id, schedule.Runs });

    /// <summary>The newest of each schedule.</summary>
    public static IReadOnlyList<ScheduleRunRow> LastOfEach(StateConnection db) => db.Query<ScheduleRunRow>($"{Select} {Newest}");

    public static IReadOnlyList<ScheduleRunSummary> SummariesOfLast(StateConnection db) => db.Query<ScheduleRunSummary>($"{Summary} {Newest}");

    /// <summary>Those that were due since a time, the last first.</summary>
    public static IReadOnlyList<ScheduleRunRow> Since(StateConnection db, long since) =>
        db.Query<ScheduleRunRow>($"{Select} WHERE r.due_at >= @since ORDER BY r.due_at DESC, r.id DESC", new { since });

    public static ScheduleRunSummary SummaryOf(StateConnection db, string id) => db.QueryFirst<ScheduleRunSummary>($"{Summary} WHERE r.id = @id", new { id })!;

    public static IReadOnlyList<ScheduleRunPart> PartsOf(StateConnection db, string id) => db.Query<ScheduleRunPart>(
        "SELECT run_id AS RunId, configuration_id AS ConfigurationId, configuration AS Configuration, job_id AS JobId, failure AS Failure FROM schedule_run_part WHERE run_id = @id ORDER BY configuration",
        new { id });

    /// <summary>Writes a run down, unless its moment has one already; those beyond <see cref="Kept"/> go.</summary>
    public static bool TryInsert(StateConnection db, ScheduleRunRow run)
    {
        if (run.Moment is { } moment && db.QueryScalar<long>(
            "SELECT EXISTS (SELECT 1 FROM schedule_run WHERE schedule_id = @ScheduleId AND moment = @moment)", new { run.ScheduleId, moment }) != 0)
        {
            return false;
        }

        long number = ScheduleStore.TakeRunNumber(db, run.ScheduleId);
        db.Execute(
            """
            INSERT INTO schedule_run (id, schedule_id, number, moment, due_at, asked_by, started_at, holder, expires_at, process, ended_at, skipped, message, is_open)
            VALUES (@Id, @ScheduleId, @number, @Moment, @DueAt, @AskedBy, @StartedAt, @Holder, @ExpiresAt, @Process, @EndedAt, @Skipped, @Message, 0)
            """,
            new { run.Id, run.ScheduleId, number, run.Moment, run.DueAt, run.AskedBy, run.StartedAt, run.Holder, run.ExpiresAt, run.Process, run.EndedAt, run.Skipped, run.Message });
        db.Execute(
            "DELETE FROM schedule_run WHERE schedule_id = @ScheduleId AND number <= @last AND ended_at IS NOT NULL AND is_open = 0", new { run.ScheduleId, last = number - Kept });
        return true;
    }

    /// <summary>Takes a run from whoever had it, or renews the hold on it.</summary>
    public static bool TryTake(StateConnection db, ScheduleRunRow seen, string holder, string process, long now, long expires) => db.Execute(
        """
        UPDATE schedule_run SET holder = @holder, process = @process, expires_at = @expires, started_at = coalesce(started_at, @now)
        WHERE id = @Id AND ended_at IS NULL AND coalesce(holder, '') = coalesce(@before, '')
        """,
        new { seen.Id, holder, process, now, expires, before = seen.Holder }) > 0;

    /// <summary>Lets go of whatever a holder has.</summary>
    public static void Release(StateConnection db, string holder) =>
        db.Execute("UPDATE schedule_run SET holder = NULL WHERE holder = @holder AND ended_at IS NULL", new { holder });

    /// <summary>Notes that a run is over, for who holds it. It is open while a task of its jobs may go on.</summary>
    public static void End(StateConnection db, string id, string holder, long now, string? skipped) => db.Execute(
        """
        UPDATE schedule_run SET ended_at = @now, holder = NULL, skipped = @isSkipped, message = coalesce(@skipped, message),
               is_open = (SELECT count(*) > 0 FROM schedule_run_part p WHERE p.run_id = @id AND p.job_id IS NOT NULL)
        WHERE id = @id AND holder = @holder AND ended_at IS NULL
        """,
        new { id, holder, now, skipped, isSkipped = skipped is null ? 0 : 1 });

    /// <summary>How many of a schedule's runs go on: begun and not ended, or with a task that hasn't.</summary>
    public static long CountRunning(StateConnection db, string scheduleId)
    {
        db.Execute(
            """
            UPDATE schedule_run SET is_open = 0 WHERE schedule_id = @scheduleId AND is_open = 1 AND NOT EXISTS (
                SELECT 1 FROM schedule_run_part p JOIN task t ON t.job_id = p.job_id WHERE p.run_id = schedule_run.id AND t.ended_at IS NULL)
            """,
            new { scheduleId });
        return db.QueryScalar<long>(
            "SELECT (SELECT count(*) FROM schedule_run WHERE schedule_id = @scheduleId AND is_open = 1) + (SELECT count(*) FROM schedule_run WHERE schedule_id = @scheduleId AND ended_at IS NULL)",
            new { scheduleId });
    }

    /// <summary>Writes down that a run has run a configuration, in the transaction of the job.</summary>
    /// <exception cref="ConflictException">It has already, or is no more.</exception>
    public static void AddJob(StateConnection db, Guid run, ConfigurationRow configuration, string jobId)
    {
        if (!TryAddPart(db, new ScheduleRunPart(run.ToString(), configuration.Id, configuration.Path, jobId, Failure: null)))
        {
            throw new ConflictException("Conflict", $"The run \"{run}\" has run \"{configuration.Path}\" already, or is no more.");
        }
    }

    public static bool TryAddPart(StateConnection db, ScheduleRunPart part) => db.Execute(
        """
        INSERT INTO schedule_run_part (run_id, configuration_id, configuration, job_id, failure)
        SELECT @RunId, @ConfigurationId, @Configuration, @JobId, @Failure
        WHERE EXISTS (SELECT 1 FROM schedule_run WHERE id = @RunId AND ended_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM schedule_run_part WHERE run_id = @RunId AND configuration_id = @ConfigurationId)
        """,
        part) > 0;

    /// <summary>Moments later than a time were run by a clock that was wrong; they may be run when they come.</summary>
    public static void ForgetMomentsAfter(StateConnection db, long time) => db.Execute("UPDATE schedule_run SET moment = NULL WHERE moment > @time", new { time });
}
