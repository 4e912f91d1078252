using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Recovery codes just made, each good for one sign-in without the authenticator: the only time they are seen.</summary>
public sealed record RecoveryCodeSet(string User, IReadOnlyList<Secret> Codes);
