using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>Makes the rows of a credential report, and flags what lies unused or is old.</summary>
internal sealed class CredentialJudge(long now, int unusedDays, int oldDays, PasswordPolicy policy)
{
    private const long Day = 86_400_000_000;

    public CredentialReportEntry Show(UserRow user, IEnumerable<UserRoleRow> roles, AccessKeyRow[] keys, ConsoleUse? use, bool enrolled)
    {
        bool opens = user.IsEnabled && now < (user.Until ?? UnixTime.Never);
        bool password = user.PasswordHash is not null && user.HasConsoleAccess;
        long end = PasswordRules.EndOf(policy, user);
        AccessKeyRow? first = keys.ElementAtOrDefault(0);
        AccessKeyRow? second = keys.ElementAtOrDefault(1);
        return new CredentialReportEntry
        {
            User = user.Name,
            UserId = user.Guid,
            Created = user.CreatedAt.ToTime(),
            Enabled = user.IsEnabled,
            Until = user.Until.ToTime(),
            Roles = string.Join(", ", roles.Where(role => now < (role.Until ?? UnixTime.Never)).Select(role => role.Role)),
            ConsoleAccess = user.HasConsoleAccess,
            PasswordEnabled = password,
            PasswordLastUsed = use?.UsedAt.ToTime(),
            PasswordLastUsedFrom = use?.UsedFrom,
            PasswordLastChanged = user.PasswordChangedAt.ToTime(),
            PasswordNextRotation = user.PasswordHash is null || end == UnixTime.Never ? null : end.ToTime(),
            PasswordUnused = opens && password && IsUnused(Latest(use?.UsedAt, user.PasswordChangedAt)),
            PasswordOld = opens && password && IsOld(user.PasswordChangedAt),
            MfaActive = enrolled,
            AccessKey1Id = first?.Id,
            AccessKey1Active = IsActive(first),
            AccessKey1LastRotated = first?.CreatedAt.ToTime(),
            AccessKey1LastUsed = first?.LastUsedAt.ToTime(),
            AccessKey1LastUsedFrom = first?.LastUsedFrom,
            AccessKey1LastUsedOperation = first?.LastUsedOperation,
            AccessKey1Until = first?.Until.ToTime(),
            AccessKey1Unused = opens && IsUnused(first),
            AccessKey1Old = opens && IsActive(first) && IsOld(first?.CreatedAt),
            AccessKey2Id = second?.Id,
            AccessKey2Active = IsActive(second),
            AccessKey2LastRotated = second?.CreatedAt.ToTime(),
            AccessKey2LastUsed = second?.LastUsedAt.ToTime(),
            AccessKey2LastUsedFrom = second?.LastUsedFrom,
            AccessKey2LastUsedOperation = second?.LastUsedOperation,
            AccessKey2Until = second?.Until.ToTime(),
            AccessKey2Unused = opens && IsUnused(second),
            AccessKey2Old = opens && IsActive(second) && IsOld(second?.CreatedAt),
        };
    }

    private bool IsActive(AccessKeyRow? key) => key is { IsEnabled: true } && now < (key.Until ?? UnixTime.Never);

    private bool IsUnused(AccessKeyRow? key) => IsActive(key) && IsUnused(Latest(key!.LastUsedAt, key.CreatedAt));

    private bool IsUnused(long? since) => now - since >= unusedDays * Day;

    private bool IsOld(long? since) => now - since >= oldDays * Day;

    private static long? Latest(long? one, long? other) => one is null || other > one ? other : one;
}
