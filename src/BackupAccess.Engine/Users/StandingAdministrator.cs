using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>An enabled user who holds Administrator with user, role and a credential all without end date.</summary>
internal static class StandingAdministrator
{
    private const string Standing = """
        SELECT 1
        FROM user_role r JOIN app_user u ON u.id = r.user_id
        WHERE r.role = 'Administrator' AND r.until IS NULL AND u.enabled = 1 AND u.until IS NULL
          AND ((u.console_access = 1 AND u.password_hash IS NOT NULL AND u.password_changed_at > @changedAfter)
               OR EXISTS (SELECT 1 FROM access_key k WHERE k.user_id = u.id AND k.enabled = 1 AND k.until IS NULL))
        """;

    /// <summary>There is one; however old the password.</summary>
    public static bool Exists(StateConnection db) => Exists(db, Standing, new { changedAfter = long.MinValue });

    /// <summary>The user is one, and no other is who could sign in now.</summary>
    public static bool IsLast(StateConnection db, UserRow user, PasswordPolicy policy, long now) =>
        Exists(db, $"{Standing} AND u.id = @Id", new { changedAfter = long.MinValue, user.Id })
        && !Exists(db, $"{Standing} AND u.id <> @Id", new { changedAfter = PasswordRules.OldestAt(policy, now), user.Id });

    private static bool Exists(StateConnection db, string query, object parameters) =>
        db.QueryScalar<long>($"SELECT EXISTS ({query})", parameters) > 0;
}
