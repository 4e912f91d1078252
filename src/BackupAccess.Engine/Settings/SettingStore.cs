using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Settings;

/// <summary>The settings' SQL.</summary>
internal static class SettingStore
{
    private const string Select = "SELECT name AS Name, value AS Value, changed_by AS ChangedBy, changed_at AS ChangedAt FROM setting";

    public static SettingRow? Find(StateConnection db, string name) =>
        db.QueryFirst<SettingRow>($"{Select} WHERE name = @name", new { name });

    public static IReadOnlyList<SettingRow> All(StateConnection db) => db.Query<SettingRow>(Select);

    public static void Save(StateConnection db, SettingRow row) => db.Execute(
        """
        INSERT INTO setting (name, value, changed_by, changed_at) VALUES (@Name, @Value, @ChangedBy, @ChangedAt)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """,
        row);

    public static void Delete(StateConnection db, string name) => db.Execute("DELETE FROM setting WHERE name = @name", new { name });
}
