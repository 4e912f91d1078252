using System.Globalization;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Expiry;

/// <summary>
/// Tells the audit log of everything that has ended, once. Nothing is there to act at the moment of an end, and no decision
/// needs it to: whoever writes into the log next tells of it first.
/// </summary>
internal static class ExpiryLog
{
    /// <summary>How many ends of a kind one transaction tells of, so that it doesn't keep others from writing for long.</summary>
    public const int PageSize = 1000;

    private static readonly string s_isAnyDue = $"SELECT {string.Join(" OR ", Endings.All.Select(ending => $"EXISTS (SELECT 1 FROM {ending.Table} WHERE {ending.Due})"))}";

    /// <summary>Begins to write, after everything that has ended was told of, in the same transaction or before it.</summary>
    public static StateTransaction Begin(EngineServices services)
    {
        while (true)
        {
            StateTransaction transaction = services.Database.BeginImmediate();
            bool all = false;
            try
            {
                all = Tell(transaction, services);
                if (all)
                {
                    return transaction;
                }

                transaction.Commit();
            }
            finally
            {
                if (!all)
                {
                    transaction.Dispose();
                }
            }
        }
    }

    /// <returns>Whether that is all for now.</returns>
    private static bool Tell(StateTransaction transaction, EngineServices services)
    {
        DateTimeOffset time = services.Time.GetUtcNow();
        long now = time.ToMicroseconds();
        if (transaction.QueryScalar<long>(s_isAnyDue, new { now }) == 0)
        {
            return true;
        }

        long trusted = ClockGuard.TrustedTime(transaction, services);
        EndedSubject[][] ended = [.. Endings.All.Select(ending => Take(transaction, ending, ending.IsLock ? trusted : now))];
        Session engine = Session.OfEngine(time);
        foreach (EndedSubject subject in ended.SelectMany(subjects => subjects).OrderBy(subject => subject.Row.Until))
        {
            AuditLog.Append(transaction, now, engine, subject.Ending.Operation, subject, AuditOutcome.Succeeded, ReasonOf(subject.Row));
        }

        return ended.All(subjects => subjects.Length < PageSize);
    }

    private static EndedSubject[] Take(StateTransaction transaction, Ending ending, long now) =>
        [.. transaction.Query<EndedRow>(ending.Take, new { now, limit = PageSize }).Select(row => new EndedSubject(ending, row))];

    private static string ReasonOf(EndedRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{(row.Told.Length > 0 ? row.Told + ", " : "")}until {row.Until.ToTime():u}");
}
