using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>A user's policy as of one version, and what the user's sessions stand on.</summary>
/// <param name="KeyEnds">The enabled access keys, with the end of each in microseconds since 1970.</param>
internal sealed record CompiledUser(long Version, AccessPolicy Policy, bool ConsoleAccess, long ConsoleEpoch, IReadOnlyDictionary<string, long> KeyEnds)
{
    /// <exception cref="SignInException">The user or the credential has been switched off, changed or has expired since the sign-in.</exception>
    public void RequireStanding(Session session, long now)
    {
        string? end = !Policy.Enabled ? "the user is disabled"
            : now >= Policy.Until ? "the user has expired"
            : session.Method == SignInMethod.Task ? null
            : session.Method == SignInMethod.Password ? ConsoleEnd(session)
            : KeyEnd(session, now);
        if (end is not null)
        {
            throw new SignInException("SessionEnded", $"The session of \"{session.Name}\" has ended: {end}.");
        }
    }

    private string? ConsoleEnd(Session session) =>
        !ConsoleAccess ? "console access is off" : ConsoleEpoch != session.ConsoleEpoch ? "the sign-in has been changed" : null;

    private string? KeyEnd(Session session, long now) =>
        !KeyEnds.TryGetValue(session.AccessKeyId!, out long until) ? $"access key {session.AccessKeyId} is disabled or gone"
            : now >= until ? $"access key {session.AccessKeyId} has expired" : null;
}
