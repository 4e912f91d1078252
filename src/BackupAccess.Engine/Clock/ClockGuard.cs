using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Pruning;

namespace BackupAccess.Engine.Clock;

/// <summary>Nothing is deleted, and no lock ends, under a clock that can't be believed.</summary>
internal static class ClockGuard
{
    /// <summary>How far the time moves on before it is written down again.</summary>
    private static readonly long s_grain = (long)TimeSpan.FromMinutes(1).TotalMicroseconds;

    /// <summary>How far the time moves on within a transaction before it is looked at again.</summary>
    private static readonly long s_glance = (long)TimeSpan.FromSeconds(1).TotalMicroseconds;

    /// <summary>Writes the time down, or the doubt about it; the door does so with everything that it records.</summary>
    public static void Observe(StateTransaction db, EngineServices services)
    {
        long now = services.Time.Now();
        if (db.ClockSeenAt is { } seen && now >= seen && now - seen < s_glance)
        {
            return;
        }

        db.ClockSeenAt = now;
        BootMoment? boot = services.Boot.Read();
        if (ClockStore.Find(db) is not { } last)
        {
            ClockStore.Save(db, ClockRow.At(now, boot));
        }
        else if (ClockRule.Doubt(last, now, boot) is { } doubt)
        {
            Doubt(db, last, doubt);
        }
        else if (now - last.SeenAt >= s_grain || boot?.Boot != last.Boot)
        {
            ClockStore.Save(db, last.Seen(now, boot));
        }
    }

    /// <summary>The time by which locks end: now, or the last time that could be believed.</summary>
    public static long TrustedTime(StateConnection db, EngineServices services)
    {
        long now = services.Time.Now();
        return ClockStore.Find(db) is { } last && ClockRule.Doubt(last, now, services.Boot.Read()) is not null ? last.SeenAt : now;
    }

    /// <summary>Whether what deletes may go on.</summary>
    public static bool IsTrusted(StateConnection db, EngineServices services) =>
        ClockStore.Find(db) is not { } last || ClockRule.Doubt(last, services.Time.Now(), services.Boot.Read()) is null;

    /// <summary>Refuses to go on with what deletes.</summary>
    /// <exception cref="ConflictException">The clock is doubted.</exception>
    public static void RequireTrusted(StateConnection db, EngineServices services)
    {
        if (ClockStore.Find(db) is { } last && ClockRule.Doubt(last, services.Time.Now(), services.Boot.Read()) is { } doubt)
        {
            throw new ConflictException("ClockNotTrusted", $"Nothing is deleted, since {doubt}.");
        }
    }

    /// <summary>
    /// What is certain of the time that passed in this run of the machine; null where the machine doesn't tell. Within a run
    /// the clock may be moved by just under a day, and between two by just under a month, before it is doubted.
    /// </summary>
    public static ElapsedTime? Elapsed(StateConnection db, EngineServices services) =>
        ClockStore.Find(db) is { } last && services.Boot.Read() is { } boot && boot.Boot == last.Boot
            ? new ElapsedTime(last.BootSeenAt.ToTime(), ClockRule.Elapsed(last, boot), ClockRule.LongestAbsence)
            : null;

    private static void Doubt(StateConnection db, ClockRow last, string doubt)
    {
        if (last.Doubt is null)
        {
            ClockStore.Save(db, last with { Doubt = doubt });
        }
    }
}
