using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>What keeps a user out whose secret was right, for the audit log: the caller is told what a wrong secret is told.</summary>
internal static class SignInStanding
{
    public static string? ReasonOf(UserRow user, long now) =>
        !user.IsEnabled ? "the user is disabled"
        : now >= (user.Until ?? UnixTime.Never) ? "the user has expired"
        : null;
}
