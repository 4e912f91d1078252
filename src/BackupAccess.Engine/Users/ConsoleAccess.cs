
namespace BackupAccess.Engine.Users;

/// <summary>Whether a user may sign in with a password.</summary>
public enum ConsoleAccess
{
    Off,
    On,
}
