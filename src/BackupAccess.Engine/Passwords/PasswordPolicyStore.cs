using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Passwords;

/// <summary>The password policy's SQL.</summary>
internal static class PasswordPolicyStore
{
    public static PasswordPolicy Read(StateConnection db) => db.QueryFirst<PasswordPolicyRow>(
        """
        SELECT minimum_length AS MinimumLength, required_classes AS RequiredClasses, history AS History, maximum_age_days AS MaximumAgeDays
        FROM password_policy
        """)!.Show();

    public static void Write(StateConnection db, PasswordPolicy policy) => db.Execute(
        """
        UPDATE password_policy SET minimum_length = @MinimumLength, required_classes = @RequiredClasses,
               history = @History, maximum_age_days = @MaximumAgeDays
        """,
        policy);
}
