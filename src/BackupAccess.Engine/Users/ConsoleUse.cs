using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>When and from where a user last signed in with a password.</summary>
internal sealed record ConsoleUse(string UserId, long UsedAt, string UsedFrom)
{
    public static void Write(StateConnection db, Guid user, long now, string from) => db.Execute(
        """
        INSERT INTO console_use (user_id, used_at, used_from) VALUES (@user, @now, @from)
        ON CONFLICT (user_id) DO UPDATE SET used_at = excluded.used_at, used_from = excluded.used_from
        """,
        new { user = user.ToString(), now, from });

    public static IReadOnlyList<ConsoleUse> All(StateConnection db) =>
        db.Query<ConsoleUse>("SELECT user_id AS UserId, used_at AS UsedAt, used_from AS UsedFrom FROM console_use");
}
