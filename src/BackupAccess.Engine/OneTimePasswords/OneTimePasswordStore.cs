using BackupAccess.Engine.State;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>The one-time passwords' SQL.</summary>
internal static class OneTimePasswordStore
{
    public static OneTimePasswordRow? Find(StateConnection db, Guid user) => db.QueryFirst<OneTimePasswordRow>(
        """
        SELECT user_id AS UserId, sealed_secret AS SealedSecret, used_step AS UsedStep, pending_secret AS PendingSecret, pending_at AS PendingAt
        FROM one_time_password WHERE user_id = @user
        """,
        new { user = user.ToString() });

    /// <summary>The ids of the users who have one in force.</summary>
    public static IReadOnlyList<string> Users(StateConnection db) =>
        db.Query<string>("SELECT user_id FROM one_time_password WHERE sealed_secret IS NOT NULL");

    public static void Save(StateConnection db, OneTimePasswordRow row) => db.Execute(
        """
        INSERT INTO one_time_password (user_id, sealed_secret, used_step, pending_secret, pending_at)
        VALUES (@UserId, @SealedSecret, @UsedStep, @PendingSecret, @PendingAt)
        ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, used_step = excluded.used_step,
            pending_secret = excluded.pending_secret, pending_at = excluded.pending_at
        """,
        row);

    /// <summary>Removes the one-time password and its recovery codes.</summary>
    public static void Delete(StateConnection db, Guid user) => db.Execute(
        """
        DELETE FROM one_time_password WHERE user_id = @user;
        DELETE FROM recovery_code WHERE user_id = @user
        """,
        new { user = user.ToString() });

    /// <summary>Keeps these recovery codes in place of those before.</summary>
    public static void ReplaceCodes(StateConnection db, Guid user, IEnumerable<byte[]> hashes)
    {
        db.Execute("DELETE FROM recovery_code WHERE user_id = @user", new { user = user.ToString() });
        foreach (byte[] hash in hashes)
        {
            db.Execute("INSERT INTO recovery_code (user_id, code_hash) VALUES (@user, @hash)", new { user = user.ToString(), hash });
        }
    }

    /// <summary>Uses a recovery code up; false where the user has no such code.</summary>
    public static bool UseCode(StateConnection db, Guid user, byte[] hash) =>
        db.Execute("DELETE FROM recovery_code WHERE user_id = @user AND code_hash = @hash", new { user = user.ToString(), hash }) > 0;
}
