using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>Locks placed by owning the account, and not by connector reach, are few and end: else a tenant could fill the storage for good.</summary>
internal static class OwnerLocks
{
    /// <summary>When a lock ends, in microseconds since 1970; null for never. An owner's that is to last until it is unlocked ends with the longest time.</summary>
    /// <exception cref="ConflictException">The owner has placed as many locks as are allowed, or asks for a longer one.</exception>
    public static long? EndOf(DateTimeOffset? until, BackupSubject subject, int lockOperation, OperationContext context)
    {
        if (context.Policy.Decide(lockOperation, subject.TargetsByConnector, context.Now))
        {
            return until?.ToMicroseconds();
        }

        int most = KnownSettings.LockOwnerMaximum.Read(context.Db);
        if (BackupStore.CountLocks(context.Db, context.Policy.UserId, context.TrustedNow) >= most)
        {
            throw Exceeded($"\"{context.Policy.Name}\" may have {most} locks on backups of own accounts at once");
        }

        int days = KnownSettings.LockOwnerMaximumDays.Read(context.Db);
        long latest = context.Now + ((long)days * 86_400_000_000L);
        return until is null ? latest
            : until.Value.ToMicroseconds() <= latest ? until.Value.ToMicroseconds()
            : throw Exceeded($"A lock of the owner \"{context.Policy.Name}\" lasts {days} days at most");
    }

    private static ConflictException Exceeded(FormattableString sentence) => new("QuotaExceeded", $"{sentence.ToString(CultureInfo.InvariantCulture)}.");
}
