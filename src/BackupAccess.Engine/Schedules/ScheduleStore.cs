using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>The schedules' SQL.</summary>
internal static class ScheduleStore
{
    private const string Select = """
        SELECT s.id AS Id, s.profile_id AS ProfileId, p.name AS ProfileName, p.number AS ProfileNumber, s.name AS Name, s.label AS LabelName,
               s.kind AS KindName, s.expression AS Expression, s.time_zone AS TimeZone, s.missed AS MissedName, s.max_concurrent AS MaxConcurrent,
               s.suspended AS Suspended, s.next_run_at AS NextRunAt, s.runs AS Runs, s.created_at AS CreatedAt
        FROM schedule s JOIN profile p ON p.id = s.profile_id
        """;

    private const string Order = "ORDER BY p.name_key, s.name_key";

    public static ScheduleRow? Find(StateConnection db, string id) => db.QueryFirst<ScheduleRow>($"{Select} WHERE s.id = @id", new { id });

    /// <summary>The schedule of that name, in any case, in a profile.</summary>
    public static ScheduleRow? Find(StateConnection db, string profileId, string name) =>
        db.QueryFirst<ScheduleRow>($"{Select} WHERE s.profile_id = @profileId AND s.name_key = @key", new { profileId, key = KeyOf(name) });

    /// <summary>Schedules of that name in every profile.</summary>
    public static IReadOnlyList<ScheduleRow> Named(StateConnection db, string name) =>
        db.Query<ScheduleRow>($"{Select} WHERE s.name_key = @key {Order}", new { key = KeyOf(name) });

    /// <summary>All, by profile and name.</summary>
    public static IReadOnlyList<ScheduleRow> All(StateConnection db) => db.Query<ScheduleRow>($"{Select} {Order}");

    /// <summary>Those that are due by a time, the longest first.</summary>
    public static IReadOnlyList<ScheduleRow> Due(StateConnection db, long now, int count) =>
        db.Query<ScheduleRow>($"{Select} WHERE s.next_run_at <= @now ORDER BY s.next_run_at LIMIT @count", new { now, count });

    /// <summary>When the next of all is due; null where none is.</summary>
    public static long? NextDue(StateConnection db) => db.QueryFirst<long?>("SELECT min(next_run_at) FROM schedule WHERE next_run_at IS NOT NULL");

    public static void Insert(StateConnection db, ScheduleRow schedule) => db.Execute(
        """
        INSERT INTO schedule (id, profile_id, name, name_key, label, kind, expression, time_zone, missed, max_concurrent, suspended, next_run_at, runs, created_at)
        VALUES (@Id, @ProfileId, @Name, @key, @LabelName, @KindName, @Expression, @TimeZone, @MissedName, @MaxConcurrent, @Suspended, @NextRunAt, 0, @CreatedAt)
        """,
        new
        {
            schedule.Id,
            schedule.ProfileId,
            schedule.Name,
            key = KeyOf(schedule.Name),
            schedule.LabelName,
            schedule.KindName,
            schedule.Expression,
            schedule.TimeZone,
            schedule.MissedName,
            schedule.MaxConcurrent,
            schedule.Suspended,
            schedule.NextRunAt,
            schedule.CreatedAt,
        });

    public static void Update(StateConnection db, ScheduleRow schedule) => db.Execute(
        """
        UPDATE schedule SET label = @LabelName, kind = @KindName, expression = @Expression, time_zone = @TimeZone, missed = @MissedName,
               max_concurrent = @MaxConcurrent, suspended = @Suspended, next_run_at = @NextRunAt
        WHERE id = @Id
        """,
        new
        {
            schedule.Id,
            schedule.LabelName,
            schedule.KindName,
            schedule.Expression,
            schedule.TimeZone,
            schedule.MissedName,
            schedule.MaxConcurrent,
            schedule.Suspended,
            schedule.NextRunAt,
        });

    public static void SetNext(StateConnection db, string id, long? next) => db.Execute("UPDATE schedule SET next_run_at = @next WHERE id = @id", new { id, next });

    /// <summary>Takes the number of a schedule's next run.</summary>
    public static long TakeRunNumber(StateConnection db, string id) =>
        db.QueryScalar<long>("UPDATE schedule SET runs = runs + 1 WHERE id = @id RETURNING runs", new { id });

    /// <summary>Deletes the schedule with its runs.</summary>
    public static void Delete(StateConnection db, string id) => db.Execute("DELETE FROM schedule WHERE id = @id", new { id });

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
