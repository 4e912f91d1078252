using BackupAccess.Engine.Audit;
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
        using StateTransaction transaction = services.Database.BeginImmediate();
        AccessKeyRow? key = AccessKeyStore.Find(transaction, signIn.AccessKeyId);
        UserRow? user = key is null ? null : UserStore.Find(transaction, Guid.Parse(key.UserId));
        SignInClaim claim = SignInClaim.OfKey(signIn.AccessKeyId, origin.Address, user);
        SignInException? refusal = SignInThrottle.RefusalOf(transaction, claim, now);
        bool right = refusal is null && AccessKeySecret.Verify(signIn.SecretAccessKey, key?.SecretHash ?? new byte[32]) && user is not null;

        refusal ??= !right ? Wrong(transaction, claim, now) : SignInStanding.RefusalOf(user!, now) ?? RefusalOf(key!, now);
        Session session = new(right ? user!.Guid : Guid.Empty, right ? user!.Name : SignInGate.Nobody, SignInMethod.AccessKey, origin, services.Time.GetUtcNow())
        {
            AccessKeyId = claim.Shown,
        };
        if (refusal is null)
        {
            SignInThrottle.Succeed(transaction, claim, user!.Guid, now);
            AccessKeyStore.Touch(transaction, key!.Id, now, session.Address, SignInGate.Operation);
        }

        AuditOutcome outcome = refusal is null ? AuditOutcome.Succeeded : AuditOutcome.Refused;
        AuditLog.Append(transaction, now, session, SignInGate.Operation, new NoSubject("access key", claim.Shown), outcome, refusal?.Message);
        transaction.Commit();
        return refusal is null ? session : throw refusal;
    }

    private static SignInException Wrong(StateTransaction transaction, SignInClaim claim, long now)
    {
        SignInThrottle.Fail(transaction, claim, now);
        return new SignInException("SignInFailed", $"The sign-in with access key \"{claim.Shown}\" failed.");
    }

    private static SignInException? RefusalOf(AccessKeyRow key, long now) =>
        !key.IsEnabled ? new SignInException("AccessKeyDisabled", $"Access key \"{key.Id}\" is disabled.")
        : now >= (key.Until ?? UnixTime.Never) ? new SignInException("AccessKeyExpired", $"Access key \"{key.Id}\" has expired.")
        : null;
}
