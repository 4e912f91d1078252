using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Throttling;

/// <summary>A check of a caller's own secret within a session, counted and slowed down as a sign-in.</summary>
internal sealed record CredentialAttempt(EngineServices Services, SignInClaim Claim)
{
    /// <summary>Runs a check, unless too many failed before it or while it ran.</summary>
    /// <param name="check">Slow, and without the state.</param>
    /// <param name="wrong">What a secret that isn't right is told.</param>
    /// <exception cref="SignInException">The secret isn't right, or it isn't the time for an attempt.</exception>
    public void Require(Func<bool> check, Func<SignInException> wrong)
    {
        using (StateConnection db = Services.Database.Connect())
        {
            RequireOpen(db);
        }

        bool right = check();
        using StateTransaction transaction = Services.Database.BeginImmediate();
        RequireOpen(transaction);
        if (!right)
        {
            SignInThrottle.Fail(transaction, Claim, Services.Time.Now());
            transaction.Commit();
            throw wrong();
        }
    }

    private void RequireOpen(StateConnection db)
    {
        if (SignInThrottle.RefusalOf(db, Claim, Services.Time.Now()) is { } refusal)
        {
            throw refusal;
        }
    }
}
