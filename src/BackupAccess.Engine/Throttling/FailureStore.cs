using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Throttling;

/// <summary>The failed sign-ins' SQL.</summary>
internal static class FailureStore
{
    /// <summary>More rows are never kept, however many names are made up.</summary>
    public const int MaxRows = 50_000;

    /// <summary>Addresses that a user is known from, at most.</summary>
    private const int MaxAddresses = 20;

    public static bool IsKnown(StateConnection db, Guid user, string address) => db.QueryScalar<long>(
        "SELECT count(*) FROM known_address WHERE user_id = @user AND address = @address", new { user = user.ToString(), address }) > 0;

    public static void Know(StateConnection db, Guid user, string address, long now) => db.Execute(
        """
        INSERT INTO known_address (user_id, address, used_at) VALUES (@user, @address, @now)
        ON CONFLICT (user_id, address) DO UPDATE SET used_at = excluded.used_at;
        DELETE FROM known_address WHERE user_id = @user AND address NOT IN (
            SELECT address FROM known_address WHERE user_id = @user ORDER BY used_at DESC, address LIMIT @MaxAddresses)
        """,
        new { user = user.ToString(), address, now, MaxAddresses });

    /// <summary>The count of a claim at an address, or of all unknown ones (<c>""</c>); null where none is remembered.</summary>
    public static FailureCount? Find(StateConnection db, string claim, string address, long since) => db.QueryFirst<FailureCount>(
        """
        SELECT claim AS Claim, address AS Address, failures AS Failures, failed_at AS FailedAt
        FROM sign_in_failure WHERE claim = @claim AND address = @address AND failed_at > @since
        """,
        new { claim, address, since });

    public static void Add(StateConnection db, string claim, string address, long now) => db.Execute(
        """
        INSERT INTO sign_in_failure (claim, address, failures, failed_at) VALUES (@claim, @address, 1, @now)
        ON CONFLICT (claim, address) DO UPDATE SET failures = failures + 1, failed_at = excluded.failed_at
        """,
        new { claim, address, now });

    /// <summary>
    /// Forgets what is old, and what weighs least where there are too many: a flood of names made up drives out other
    /// such names, and no count that causes a delay.
    /// </summary>
    public static void Prune(StateConnection db, long since) => db.Execute(
        """
        DELETE FROM sign_in_failure WHERE failed_at <= @since;
        DELETE FROM sign_in_failure WHERE (claim, address) IN (
            SELECT claim, address FROM sign_in_failure ORDER BY failures DESC, failed_at DESC LIMIT @MaxRows OFFSET @MaxRows)
        """,
        new { since, MaxRows });

    public static void Remove(StateConnection db, string claim, string address) =>
        db.Execute("DELETE FROM sign_in_failure WHERE claim = @claim AND address = @address", new { claim, address });

    /// <summary>Forgets a claim's failures from everywhere.</summary>
    public static void Remove(StateConnection db, string claim) =>
        db.Execute("DELETE FROM sign_in_failure WHERE claim = @claim", new { claim });
}
