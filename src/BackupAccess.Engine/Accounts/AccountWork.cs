using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>Whether anybody works on an account.</summary>
internal static class AccountWork
{
    /// <summary>A lease that its holder has long let go by every clock is no work.</summary>
    /// <exception cref="ConflictException">A backup, a restore or other work on the account goes on.</exception>
    public static void RequireNone(OperationContext context, AccountRow account)
    {
        if (LeaseRow.Find(context.Db, account) is { } lease && context.Now < lease.ExpiresAt + (long)AccountLease.Skew.TotalMicroseconds)
        {
            throw new ConflictException("Busy", $"Another process is busy with \"{account.Path}\" ({lease.Work} by {lease.Holder}).");
        }
    }
}
