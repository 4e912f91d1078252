namespace BackupAccess.Repository.Retention;

/// <summary>What a policy looks at.</summary>
/// <param name="Time">When it was taken; hours, days and weeks are those of its offset.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="IsLocked">Whether it stays whatever the policy says.</param>
public readonly record struct RetentionSubject(DateTimeOffset Time, IReadOnlyList<string> Tags, bool IsLocked);
