namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>What a code came to at a sign-in whose password was right.</summary>
internal enum OneTimePasswordAnswer
{
    /// <summary>It is right, or the user has no one-time password.</summary>
    Right,
    Wrong,

    /// <summary>The user has a one-time password and none was given.</summary>
    Missing,
}
