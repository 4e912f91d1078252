using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Passwords;

/// <summary>The former passwords' SQL.</summary>
internal static class FormerPasswordStore
{
    /// <summary>The hashes of the passwords before the present one, newest first.</summary>
    public static IReadOnlyList<string> OfUser(StateConnection db, Guid user) => db.Query<string>(
        "SELECT password_hash FROM former_password WHERE user_id = @user ORDER BY number DESC", new { user = user.ToString() });

    /// <summary>Keeps the present password among the former ones, as many as the policy asks for.</summary>
    public static void Keep(StateConnection db, UserRow user, PasswordPolicy policy)
    {
        if (user.PasswordHash is not null && policy.History > 0)
        {
            db.Execute(
                """
                INSERT INTO former_password (user_id, number, password_hash)
                SELECT @Id, coalesce(max(number), 0) + 1, @PasswordHash FROM former_password WHERE user_id = @Id
                """,
                new { user.Id, user.PasswordHash });
        }

        db.Execute(
            """
            DELETE FROM former_password WHERE user_id = @Id AND number NOT IN (
                SELECT number FROM former_password WHERE user_id = @Id ORDER BY number DESC LIMIT @History)
            """,
            new { user.Id, policy.History });
    }
}
