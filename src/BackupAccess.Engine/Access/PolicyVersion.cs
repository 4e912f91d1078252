using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access;

/// <summary>The version of the policy, raised in the transaction of each change, and the log of whose policy each version changed.</summary>
internal static class PolicyVersion
{
    public static long Read(StateConnection db) => db.QueryScalar<long>("SELECT value FROM policy_version");

    /// <param name="db">The change's transaction.</param>
    /// <param name="user">Whose policy changes; null for anybody's.</param>
    public static void Raise(StateConnection db, Guid? user)
    {
        db.Execute("UPDATE policy_version SET value = value + 1 WHERE id = 1");
        db.Execute("INSERT INTO policy_change (version, user_id) SELECT value, @user FROM policy_version", new { user = user?.ToString() });
    }
}
