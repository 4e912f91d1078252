using System.Diagnostics;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Actor;

/// <summary>Writes an event, and is killed by itself right before or after the commit: what follows it is never reached.</summary>
internal static class AuditCutter
{
    public static void Run(string state, bool commits)
    {
        StateDatabase database = StateFolder.Open(state, TimeProvider.System).Database;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using StateTransaction transaction = database.BeginImmediate();
        AuditLog.Append(transaction, now.ToMicroseconds(), Session.OfEngine(now), "cut", new NoSubject("thing", "cut"), AuditOutcome.Succeeded, reason: null);
        database.Audit!.Commit(transaction, () =>
        {
            if (commits)
            {
                transaction.AuditSpan = null;
                transaction.Commit();
            }

            using Process self = Process.GetCurrentProcess();
            self.Kill();
        });
    }
}
