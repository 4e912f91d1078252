using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>What keeps a user out whose secret was right.</summary>
internal static class SignInStanding
{
    public static SignInException? RefusalOf(UserRow user, long now) =>
        !user.IsEnabled ? new SignInException("UserDisabled", $"The user \"{user.Name}\" is disabled.")
        : now >= (user.Until ?? UnixTime.Never) ? new SignInException("UserExpired", $"The user \"{user.Name}\" has expired.")
        : null;
}
