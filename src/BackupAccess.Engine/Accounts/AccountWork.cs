using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>Whether anybody works on an account.</summary>
internal static class AccountWork
{
    /// <summary>A lease whose holder has long let it go, or has ended, is no work.</summary>
    /// <exception cref="ConflictException">A backup, a restore or other work on the account goes on.</exception>
    public static void RequireNone(OperationContext context, AccountRow account)
    {
        if (AccountLease.Find(context.Db, account) is { } lease && !lease.IsOver(context.Now))
        {
            throw new ConflictException("Busy", $"Another process is busy with \"{account.Path}\" ({lease.Work} by {LeaseHolder.Describe(lease.Holder)}).");
        }
    }
}
