using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Policies;

/// <summary>The policies' SQL.</summary>
internal static class PolicyStore
{
    private const string Select = "SELECT id AS Id, name AS Name, rules AS Rules, deletion AS Deletion, created_at AS CreatedAt FROM policy";

    /// <summary>The policy of that name, in any case.</summary>
    public static PolicyRow? Find(StateConnection db, string name) =>
        db.QueryFirst<PolicyRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    public static PolicyRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<PolicyRow>($"{Select} WHERE id = @id", new { id = id.ToString() });

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<PolicyRow> All(StateConnection db) => db.Query<PolicyRow>($"{Select} ORDER BY name_key");

    public static void Insert(StateConnection db, PolicyRow policy) => db.Execute(
        "INSERT INTO policy (id, name, name_key, rules, deletion, created_at) VALUES (@Id, @Name, @key, @Rules, @Deletion, @CreatedAt)",
        new { policy.Id, policy.Name, key = KeyOf(policy.Name), policy.Rules, policy.Deletion, policy.CreatedAt });

    public static void Update(StateConnection db, PolicyRow policy) => db.Execute(
        "UPDATE policy SET rules = @Rules, deletion = @Deletion WHERE id = @Id", new { policy.Id, policy.Rules, policy.Deletion });

    public static void Delete(StateConnection db, string id) => db.Execute("DELETE FROM policy WHERE id = @id", new { id });

    public static string KeyOf(string name) => name.ToLowerInvariant();
}
