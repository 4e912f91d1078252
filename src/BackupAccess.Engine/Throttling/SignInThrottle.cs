using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Throttling;

/// <summary>
/// Slows attempts at a name or key, and attempts from an address, down after failures. An address that a user has signed
/// in from before keeps a count of its own for that user, so that failures from elsewhere never keep the user out there.
/// What isn't taken for a failure is neither counted nor makes the wait longer.
/// </summary>
internal static class SignInThrottle
{
    private const long Second = 1_000_000;

    /// <summary>The refusal of an attempt that comes too early; null where it is taken.</summary>
    public static SignInException? RefusalOf(StateConnection db, SignInClaim claim, long now)
    {
        ThrottleLimits limits = ThrottleSettings.Read(db);
        long wait = CountersOf(db, claim)
            .Select(counter => FailureStore.Find(db, counter.Claim, counter.Address, now - limits.Memory))
            .OfType<FailureCount>()
            .Select(count => Math.Min(count.FailedAt, now) + limits.DelayAfter(count) - now)
            .DefaultIfEmpty()
            .Max();
        return wait <= 0 ? null : TooManyAttempts(claim, TimeSpan.FromSeconds((wait + Second - 1) / Second));
    }

    public static void Fail(StateConnection db, SignInClaim claim, long now)
    {
        FailureStore.Prune(db, now - ThrottleSettings.Read(db).Memory);
        foreach ((string who, string address) in CountersOf(db, claim))
        {
            FailureStore.Add(db, who, address, now);
        }
    }

    /// <summary>Forgets the claim's failures, and knows the address from now on; those from the address by other claims stay.</summary>
    public static void Succeed(StateConnection db, SignInClaim claim, Guid user, long now)
    {
        (string who, string address) = CountersOf(db, claim)[0];
        FailureStore.Remove(db, who, address);
        FailureStore.Know(db, user, claim.Address, now);
    }

    /// <summary>Forgets all failures of the user's name and keys.</summary>
    public static void Forget(StateConnection db, StateKey stateKey, UserRow user)
    {
        FailureStore.Remove(db, SignInClaim.DigestOfName(stateKey, user.Name));
        foreach (AccessKeyRow key in AccessKeyStore.OfUser(db, user.Guid))
        {
            FailureStore.Remove(db, SignInClaim.DigestOfKey(stateKey, key.Id));
        }
    }

    private static (string Claim, string Address)[] CountersOf(StateConnection db, SignInClaim claim) =>
        claim.UserId is { } user && FailureStore.IsKnown(db, user, claim.Address)
            ? [(claim.Digest, claim.Address)]
            : [(claim.Digest, ""), ("", claim.Address)];

    private static SignInException TooManyAttempts(SignInClaim claim, TimeSpan wait) => new SignInException("TooManyAttempts", string.Create(
        CultureInfo.InvariantCulture, $"Too many sign-ins of \"{claim.Shown}\" failed; the next is taken in {wait.TotalSeconds} s."))
    {
        RetryAfter = wait,
    };
}
