using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>An enabled user who holds Administrator with user, role and a credential all without end date.</summary>
internal static class StandingAdministrator
{
    public static bool Exists(StateConnection db) => db.QueryScalar<long>(
        """
        SELECT EXISTS (SELECT 1
        FROM user_role r JOIN app_user u ON u.id = r.user_id
        WHERE r.role = 'Administrator' AND r.until IS NULL AND u.enabled = 1 AND u.until IS NULL
          AND ((u.console_access = 1 AND u.password_hash IS NOT NULL)
               OR EXISTS (SELECT 1 FROM access_key k WHERE k.user_id = u.id AND k.enabled = 1 AND k.until IS NULL)))
        """) > 0;
}
