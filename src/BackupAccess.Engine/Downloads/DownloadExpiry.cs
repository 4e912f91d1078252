using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>
/// Deletes downloads that have expired or were removed: the file, then the row, so that a crash between the two leaves
/// what the next passage through the door deletes. Nobody finds one that is due, whether its file is gone or not.
/// </summary>
internal static class DownloadExpiry
{
    /// <summary>What the audit log calls the deletion of a download whose time is over.</summary>
    public const string Operation = "expireDownload";

    public static void DeleteDue(EngineServices services)
    {
        foreach (DownloadRow download in Due(services))
        {
            string? failure = DownloadFiles.TryDelete(services, download.Id);
            using StateTransaction transaction = services.Database.BeginImmediate();
            bool isNew = failure is null ? DownloadStore.Delete(transaction, download.Id) : DownloadStore.NoteFailure(transaction, download.Id, failure);

            // Whoever removed one has been told of already.
            if (isNew && (download.ExpiresAt > 0 || failure is not null))
            {
                Tell(transaction, services, download, failure);
            }

            transaction.Commit();
        }
    }

    private static IReadOnlyList<DownloadRow> Due(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return DownloadStore.Due(db, ClockGuard.TrustedTime(db, services));
    }

    private static void Tell(StateTransaction transaction, EngineServices services, DownloadRow download, string? failure)
    {
        DateTimeOffset time = services.Time.GetUtcNow();
        DownloadSubject subject = new(download, AccountStore.Find(transaction, Guid.Parse(download.AccountId))!);
        string reason = failure ?? string.Create(CultureInfo.InvariantCulture, $"until {download.ExpiresAt.ToTime():u}");
        AuditLog.Append(
            transaction, time.ToMicroseconds(), Session.OfEngine(time), Operation, subject, failure is null ? AuditOutcome.Succeeded : AuditOutcome.Failed, reason);
    }
}
