using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Throttling;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// A caller's try at an account's key: from the third wrong one in a row on the next has to wait, longer each time. What
/// comes too early is neither looked at nor counted.
/// </summary>
internal sealed class KeyAttempt(EngineServices services, AccountRow account, string caller)
{
    private const int Free = 2;
    private const long Second = 1_000_000;

    private readonly string _claim = SignInClaim.DigestOfEncryptionKey(services.Folder.Key, account.Id, caller);

    /// <exception cref="EncryptionKeyException">It isn't the time for an attempt.</exception>
    public void RequireOpen()
    {
        using StateConnection db = services.Database.Connect();
        RequireOpen(db);
    }

    /// <summary>Counts the answer, unless too many others failed while it was looked for.</summary>
    /// <exception cref="EncryptionKeyException">The key is wrong, or it isn't the time for an attempt.</exception>
    public void End(bool isRight)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        RequireOpen(transaction);
        if (isRight)
        {
            FailureStore.Remove(transaction, _claim);
        }
        else
        {
            FailureStore.Prune(transaction, services.Time.Now() - LimitsOf(transaction).Memory);
            FailureStore.Add(transaction, _claim, address: "", services.Time.Now());
        }

        transaction.Commit();
        if (!isRight)
        {
            throw new EncryptionKeyException("WrongEncryptionKey", $"The encryption key isn't that of \"{account.Path}\".");
        }
    }

    private void RequireOpen(StateConnection db)
    {
        long now = services.Time.Now();
        ThrottleLimits limits = LimitsOf(db);
        FailureCount? count = FailureStore.Find(db, _claim, address: "", now - limits.Memory);
        long wait = count is null ? 0 : Math.Min(count.FailedAt, now) + limits.DelayAfter(count) - now;
        if (wait > 0)
        {
            TimeSpan after = TimeSpan.FromSeconds((wait + Second - 1) / Second);
            throw new EncryptionKeyException("TooManyWrongKeys", string.Create(
                CultureInfo.InvariantCulture, $"Too many wrong encryption keys were given for \"{account.Path}\"; the next is looked at in {after.TotalSeconds} s."))
            { RetryAfter = after };
        }
    }

    private static ThrottleLimits LimitsOf(StateConnection db) => ThrottleSettings.Read(db) with { Free = Free };
}
