using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Expiry;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>
/// Sign-in by password. Hashing it takes long and is done without a transaction; what it came to is judged and counted in
/// one, anew by then.
/// </summary>
internal sealed class ConsoleSignIn(BackupEngine engine, EngineServices services, SignInOrigin origin)
{
    public async Task<Session> EnterAsync(SignIn.Password signIn, CancellationToken cancellationToken)
    {
        (UserRow? user, SignInClaim claim, SignInRefusal? refusal) = Look(signIn);
        bool right = refusal is null && PasswordHash.Verify(signIn.Value, user?.PasswordHash);
        Session session = new(right ? user!.Guid : Guid.Empty, right ? user!.Name : SignInGate.Nobody, SignInMethod.Password, origin, services.Time.GetUtcNow());
        using (StateTransaction transaction = ExpiryLog.Begin(services))
        {
            refusal ??= Judge(transaction, signIn, claim, right ? user : null, session);
            if (refusal is not null || signIn.NewPassword is null)
            {
                Conclude(transaction, claim, session, refusal?.Reason);
            }

            transaction.Commit();
        }

        if (refusal is null && signIn.NewPassword is { } next)
        {
            await ChangePasswordAsync(session, claim, new ChangeOwnPassword(signIn.Value, next) { OldHash = user!.PasswordHash }, cancellationToken).ConfigureAwait(false);
        }

        return refusal is null ? session : throw refusal.Told;
    }

    private (UserRow? User, SignInClaim Claim, SignInRefusal? Refusal) Look(SignIn.Password signIn)
    {
        using StateConnection db = services.Database.Connect();
        UserRow? user = UserStore.Find(db, signIn.User);
        SignInClaim claim = SignInClaim.OfName(services.Folder.Key, signIn.User, origin.Address, user);
        return (user, claim, SignInGate.RefusalOf(db, claim, services.Time.Now()));
    }

    /// <param name="seen">The user that the password was right for; null where it was wrong.</param>
    private SignInRefusal? Judge(StateTransaction transaction, SignIn.Password signIn, SignInClaim claim, UserRow? seen, Session session)
    {
        long now = services.Time.Now();
        if (SignInGate.RefusalOf(transaction, claim, now) is { } early)
        {
            return early;
        }

        UserRow? user = seen is null ? null : UserStore.Find(transaction, seen.Guid);
        if (ReasonOf(user, seen, claim, now) is { } reason)
        {
            return Fail(transaction, claim, now, reason);
        }

        switch (OneTimePasswordGate.Take(transaction, services, user!, signIn.OneTimePassword, now))
        {
            case OneTimePasswordAnswer.Wrong:
                return Fail(transaction, claim, now, "the one-time password is wrong");
            case OneTimePasswordAnswer.Missing:
                return new SignInRefusal(
                    new SignInException("OneTimePasswordRequired", $"The sign-in of \"{user!.Name}\" needs a one-time password."), "a one-time password is needed");
            default:
                session.Follow(user!);
                return RefusalOf(transaction, user!, signIn, session, now);
        }
    }

    /// <summary>What keeps somebody out whatever else they give; null where nothing does.</summary>
    private static string? ReasonOf(UserRow? user, UserRow? seen, SignInClaim claim, long now) =>
        claim.UserId is null ? "there is no such user"
        : user is null || user.PasswordHash != seen!.PasswordHash ? "the password is wrong"
        : SignInStanding.ReasonOf(user, now) ?? (user.HasConsoleAccess ? null : "console access is off");

    private static SignInRefusal Fail(StateTransaction transaction, SignInClaim claim, long now, string reason)
    {
        SignInThrottle.Fail(transaction, claim, now);
        return new SignInRefusal(new SignInException("SignInFailed", $"The sign-in of \"{claim.Shown}\" failed."), reason);
    }

    private static SignInRefusal? RefusalOf(StateTransaction transaction, UserRow user, SignIn.Password signIn, Session session, long now)
    {
        PasswordPolicy policy = PasswordPolicyStore.Read(transaction);
        if (now < PasswordRules.EndOf(policy, user) || signIn.NewPassword is not null)
        {
            return null;
        }

        session.PasswordExpired = StandingAdministrator.IsLast(transaction, user, policy, now);
        return session.PasswordExpired
            ? null
            : new SignInRefusal(new SignInException("PasswordExpired", $"The password of \"{user.Name}\" has expired."), "the password has expired");
    }

    /// <summary>Changes the password as the user; the sign-in stands or falls with it.</summary>
    private async Task ChangePasswordAsync(Session session, SignInClaim claim, ChangeOwnPassword change, CancellationToken cancellationToken)
    {
        EngineException? failure = null;
        try
        {
            await engine.InvokeAsync(session, change, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            failure = e;
            throw;
        }
        finally
        {
            using StateTransaction transaction = ExpiryLog.Begin(services);
            Conclude(transaction, claim, session, failure?.Message);
            transaction.Commit();
        }
    }

    /// <param name="refusal">Why the caller isn't let in; null for a caller who is.</param>
    private void Conclude(StateTransaction transaction, SignInClaim claim, Session session, string? refusal)
    {
        long now = services.Time.Now();
        if (refusal is null)
        {
            SignInThrottle.Succeed(transaction, claim, session.UserId, now);
            ConsoleUse.Write(transaction, session.UserId, now, session.Address);
        }

        AuditOutcome outcome = refusal is null ? AuditOutcome.Succeeded : AuditOutcome.Refused;
        AuditLog.Append(transaction, now, session, SignInGate.Operation, new NoSubject("user", claim.Kept), outcome, refusal);
    }
}
