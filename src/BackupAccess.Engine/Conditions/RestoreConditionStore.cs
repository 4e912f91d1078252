using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Conditions;

/// <summary>The restore conditions' SQL.</summary>
internal static class RestoreConditionStore
{
    private const string Select = "SELECT id AS Id, name AS Name, text AS Text, created_at AS CreatedAt, changed_at AS ChangedAt FROM restore_condition";

    public static RestoreConditionRow? Find(StateConnection db, string name) =>
        db.QueryFirst<RestoreConditionRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<RestoreConditionRow> All(StateConnection db) => db.Query<RestoreConditionRow>($"{Select} ORDER BY name_key");

    public static void Insert(StateConnection db, RestoreConditionRow condition) => db.Execute(
        "INSERT INTO restore_condition (id, name, name_key, text, created_at) VALUES (@Id, @Name, @key, @Text, @CreatedAt)",
        new { condition.Id, condition.Name, key = KeyOf(condition.Name), condition.Text, condition.CreatedAt });

    public static void Update(StateConnection db, RestoreConditionRow condition) => db.Execute(
        "UPDATE restore_condition SET name = @Name, name_key = @key, text = @Text, changed_at = @ChangedAt WHERE id = @Id",
        new { condition.Id, condition.Name, key = KeyOf(condition.Name), condition.Text, condition.ChangedAt });

    public static void Delete(StateConnection db, RestoreConditionRow condition) =>
        db.Execute("DELETE FROM restore_condition WHERE id = @Id", new { condition.Id });

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
