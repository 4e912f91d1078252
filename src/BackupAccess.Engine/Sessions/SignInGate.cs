using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>
/// Turns credentials into sessions, and tells the audit log of each sign-in of a user and of each that failed. While
/// the secret isn't right, the answer and the time it takes are the same whatever else is wrong.
/// </summary>
internal static class SignInGate
{
    private const string Operation = "signIn";

    /// <summary>Who a caller is while the secret isn't right; no user's name holds a space.</summary>
    private const string Nobody = "not signed in";

    /// <exception cref="SignInException">The sign-in failed.</exception>
    public static Session Enter(EngineServices services, string channel, SignIn signIn) => signIn switch
    {
        SignIn.Local local => new Session(Guid.Empty, $"local:{local.OperatingSystemUser}", SignInMethod.Local, channel, services.Time.GetUtcNow()),
        SignIn.Password password => EnterConsole(services, channel, password),
        SignIn.AccessKey key => EnterProgrammatic(services, channel, key),
        _ => throw new ArgumentOutOfRangeException(nameof(signIn)),
    };

    private static Session EnterConsole(EngineServices services, string channel, SignIn.Password signIn)
    {
        UserRow? user;
        using (StateConnection db = services.Database.Connect())
        {
            user = UserStore.Find(db, signIn.User);
        }

        string claimed = Names.Printable(signIn.User);
        bool right = PasswordHash.Verify(signIn.Value, user?.PasswordHash);
        Session session = new(right ? user!.Guid : Guid.Empty, right ? user!.Name : Nobody, SignInMethod.Password, channel, services.Time.GetUtcNow())
        {
            ConsoleEpoch = user?.ConsoleEpoch ?? 0,
        };
        SignInException? failure = !right ? new SignInException("SignInFailed", $"The sign-in of \"{claimed}\" failed.")
            : Standing(services, user!) ?? (user!.HasConsoleAccess ? null : new SignInException("ConsoleAccessDisabled", $"Console access of \"{user.Name}\" is off."));
        return Conclude(services, session, new NoSubject("user", claimed), failure);
    }

    private static Session EnterProgrammatic(EngineServices services, string channel, SignIn.AccessKey signIn)
    {
        AccessKeyRow? key;
        UserRow? user;
        using (StateConnection db = services.Database.Connect())
        {
            key = AccessKeyStore.Find(db, signIn.AccessKeyId);
            user = key is null ? null : UserStore.Find(db, Guid.Parse(key.UserId));
        }

        string shown = Names.Printable(signIn.AccessKeyId);
        bool right = AccessKeySecret.Verify(signIn.SecretAccessKey, key?.SecretHash ?? new byte[32]) && user is not null;
        Session session = new(right ? user!.Guid : Guid.Empty, right ? user!.Name : Nobody, SignInMethod.AccessKey, channel, services.Time.GetUtcNow()) { AccessKeyId = shown };
        SignInException? failure = !right ? new SignInException("SignInFailed", $"The sign-in with access key \"{shown}\" failed.")
            : Standing(services, user!)
            ?? (!key!.IsEnabled ? new SignInException("AccessKeyDisabled", $"Access key \"{shown}\" is disabled.")
                : services.Time.Now() >= (key.Until ?? UnixTime.Never) ? new SignInException("AccessKeyExpired", $"Access key \"{shown}\" has expired.")
                : null);
        return Conclude(services, session, new NoSubject("access key", shown), failure);
    }

    private static SignInException? Standing(EngineServices services, UserRow user) =>
        !user.IsEnabled ? new SignInException("UserDisabled", $"The user \"{user.Name}\" is disabled.")
        : services.Time.Now() >= (user.Until ?? UnixTime.Never) ? new SignInException("UserExpired", $"The user \"{user.Name}\" has expired.")
        : null;

    private static Session Conclude(EngineServices services, Session session, NoSubject claimed, SignInException? failure)
    {
        using (StateTransaction transaction = services.Database.BeginImmediate())
        {
            AuditOutcome outcome = failure is null ? AuditOutcome.Succeeded : AuditOutcome.Refused;
            AuditLog.Append(transaction, services.Time.Now(), session, Operation, claimed, outcome, failure?.Message);
            if (failure is null && session.AccessKeyId is { } key)
            {
                AccessKeyStore.Touch(transaction, key, services.Time.Now(), session.Address, Operation);
            }

            transaction.Commit();
        }

        return failure is null ? session : throw failure;
    }
}
