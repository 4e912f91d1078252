using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Expiry;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>Programmatic sign-in. Checking a key's secret takes no time, so it is judged and counted in one transaction.</summary>
internal sealed class KeySignIn(EngineServices services, SignInOrigin origin)
{
    public Session Enter(SignIn.AccessKey signIn)
    {
        long now = services.Time.Now();
        using StateTransaction transaction = ExpiryLog.Begin(services);
        AccessKeyRow? key = AccessKeyStore.Find(transaction, signIn.AccessKeyId);
        UserRow? user = UserStore.Find(transaction, key is null ? Guid.Empty : Guid.Parse(key.UserId));
        SignInClaim claim = SignInClaim.OfKey(services.Folder.Key, signIn.AccessKeyId, origin.Address, user);
        SignInRefusal? refusal = SignInGate.RefusalOf(transaction, claim, now);
        bool right = refusal is null && AccessKeySecret.Verify(signIn.SecretAccessKey, key?.SecretHash ?? new byte[32]) && user is not null;
        if (refusal is null && ReasonOf(key, user, right, now) is { } reason)
        {
            refusal = Fail(transaction, claim, now, reason);
        }

        Session session = new(right ? user!.Guid : Guid.Empty, right ? user!.Name : SignInGate.Nobody, SignInMethod.AccessKey, origin, services.Time.GetUtcNow())
        {
            AccessKeyId = claim.Kept,
        };
        if (refusal is null)
        {
            SignInThrottle.Succeed(transaction, claim, user!.Guid, now);
            AccessKeyStore.Touch(transaction, key!.Id, now, session.Address, SignInGate.Operation);
        }

        AuditOutcome outcome = refusal is null ? AuditOutcome.Succeeded : AuditOutcome.Refused;
        AuditLog.Append(transaction, now, session, SignInGate.Operation, new NoSubject("access key", claim.Kept), outcome, refusal?.Reason);
        transaction.Commit();
        return refusal is null ? session : throw refusal.Told;
    }

    private static SignInRefusal Fail(StateTransaction transaction, SignInClaim claim, long now, string reason)
    {
        SignInThrottle.Fail(transaction, claim, now);
        return new SignInRefusal(new SignInException("SignInFailed", $"The sign-in with access key \"{claim.Shown}\" failed."), reason);
    }

    private static string? ReasonOf(AccessKeyRow? key, UserRow? user, bool right, long now) =>
        key is null ? "there is no such access key"
        : !right ? "the secret is wrong"
        : !key.IsEnabled ? "the access key is disabled"
        : now >= (key.Until ?? UnixTime.Never) ? "the access key has expired"
        : SignInStanding.ReasonOf(user!, now);
}
