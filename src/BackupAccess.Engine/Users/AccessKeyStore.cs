using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>The access keys' SQL.</summary>
internal static class AccessKeyStore
{
    private const string Select = """
        SELECT id AS Id, user_id AS UserId, secret_hash AS SecretHash, enabled AS Enabled, until AS Until, created_at AS CreatedAt,
               last_used_at AS LastUsedAt, last_used_from AS LastUsedFrom, last_used_operation AS LastUsedOperation
        FROM access_key
        """;

    public static AccessKeyRow? Find(StateConnection db, string id) =>
        db.QueryFirst<AccessKeyRow>($"{Select} WHERE id = @id", new { id });

    public static IReadOnlyList<AccessKeyRow> OfUser(StateConnection db, Guid userId) =>
        db.Query<AccessKeyRow>($"{Select} WHERE user_id = @id ORDER BY created_at, id", new { id = userId.ToString() });

    /// <summary>Every user's keys, each user's oldest first.</summary>
    public static IReadOnlyList<AccessKeyRow> All(StateConnection db) => db.Query<AccessKeyRow>($"{Select} ORDER BY created_at, id");

    /// <summary>How many keys each user has, by the user's id; who has none is left out.</summary>
    public static Dictionary<string, long> CountByUser(StateConnection db) =>
        db.Query<(string User, long Keys)>("SELECT user_id, count(*) FROM access_key GROUP BY user_id")
            .ToDictionary(row => row.User, row => row.Keys, StringComparer.Ordinal);

    public static void Insert(StateConnection db, AccessKeyRow key) => db.Execute(
        "INSERT INTO access_key (id, user_id, secret_hash, enabled, until, created_at) VALUES (@Id, @UserId, @SecretHash, @Enabled, @Until, @CreatedAt)",
        new { key.Id, key.UserId, key.SecretHash, key.Enabled, key.Until, key.CreatedAt });

    public static void SetEnabled(StateConnection db, string id, bool enabled) =>
        db.Execute("UPDATE access_key SET enabled = @enabled WHERE id = @id", new { id, enabled = enabled ? 1 : 0 });

    public static void Delete(StateConnection db, string id) => db.Execute("DELETE FROM access_key WHERE id = @id", new { id });

    public static void Touch(StateConnection db, string id, long now, string from, string operation) => db.Execute(
        "UPDATE access_key SET last_used_at = @now, last_used_from = @from, last_used_operation = @operation WHERE id = @id",
        new { id, now, from, operation });
}
