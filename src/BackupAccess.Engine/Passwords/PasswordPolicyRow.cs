namespace BackupAccess.Engine.Passwords;

/// <summary>The row of the password-policy table.</summary>
internal sealed record PasswordPolicyRow(long MinimumLength, long RequiredClasses, long History, long MaximumAgeDays)
{
    public PasswordPolicy Show() => new()
    {
        MinimumLength = (int)MinimumLength,
        RequiredClasses = (int)RequiredClasses,
        History = (int)History,
        MaximumAgeDays = (int)MaximumAgeDays,
    };
}
