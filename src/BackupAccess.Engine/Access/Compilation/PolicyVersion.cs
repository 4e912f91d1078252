using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// The version of the policy, raised in the transaction of each change, and the log of what each version changed. The
/// log reaches <see cref="Kept"/> versions back; who is further behind compiles anew.
/// </summary>
internal static class PolicyVersion
{
    /// <summary>How many versions the log holds at least.</summary>
    public const int Kept = 10_000;

    private const int Sweep = 1_000;

    public static long Read(StateConnection db) => db.QueryScalar<long>("SELECT value FROM policy_version");

    /// <param name="db">The change's transaction.</param>
    /// <param name="user">Whose policy changes; null for anybody's.</param>
    public static void Raise(StateConnection db, Guid? user) => Raise(db, user, definitions: 0);

    /// <summary>What roles or permissions mean has changed, not who holds what.</summary>
    public static void RaiseDefinitions(StateConnection db) => Raise(db, user: null, definitions: 1);

    /// <summary>What changed between two versions; null where the log doesn't reach back so far.</summary>
    public static IReadOnlyList<PolicyChange>? ChangesBetween(StateConnection db, long before, long now)
    {
        IReadOnlyList<PolicyChange> changes = db.Query<PolicyChange>(
            "SELECT user_id AS UserId, definitions AS Definitions FROM policy_change WHERE version > @before AND version <= @now ORDER BY version",
            new { before, now });
        return changes.Count == now - before ? changes : null;
    }

    private static void Raise(StateConnection db, Guid? user, long definitions)
    {
        long version = db.QueryScalar<long>("UPDATE policy_version SET value = value + 1 WHERE id = 1 RETURNING value");
        db.Execute(
            "INSERT INTO policy_change (version, user_id, definitions) VALUES (@version, @user, @definitions)",
            new { version, user = user?.ToString(), definitions });
        if (version % Sweep == 0)
        {
            db.Execute("DELETE FROM policy_change WHERE version <= @oldest", new { oldest = version - Kept });
        }
    }
}
