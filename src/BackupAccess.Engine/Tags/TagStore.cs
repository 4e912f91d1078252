using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tags;

/// <summary>The tags' SQL.</summary>
internal static class TagStore
{
    private const string Select = "SELECT id AS Id, name AS Name, color AS Color, created_at AS CreatedAt FROM tag";

    public static TagRow? Find(StateConnection db, string name) =>
        db.QueryFirst<TagRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<TagRow> All(StateConnection db) => db.Query<TagRow>($"{Select} ORDER BY name_key");

    /// <summary>Those that a priority group is linked to, by name.</summary>
    public static IReadOnlyList<TagRow> OfGroup(StateConnection db, string group) =>
        db.Query<TagRow>($"{Select} WHERE id IN (SELECT tag_id FROM priority_group_tag WHERE group_id = @group) ORDER BY name_key", new { group });

    public static void Insert(StateConnection db, TagRow tag) => db.Execute(
        "INSERT INTO tag (id, name, name_key, color, created_at) VALUES (@Id, @Name, @key, @Color, @CreatedAt)",
        new { tag.Id, tag.Name, key = KeyOf(tag.Name), tag.Color, tag.CreatedAt });

    public static void Update(StateConnection db, TagRow tag) => db.Execute(
        "UPDATE tag SET name = @Name, name_key = @key, color = @Color WHERE id = @Id",
        new { tag.Id, tag.Name, key = KeyOf(tag.Name), tag.Color });

    /// <summary>Deletes the tag and takes it off accounts and priority groups.</summary>
    public static void Delete(StateConnection db, TagRow tag) => db.Execute("DELETE FROM tag WHERE id = @Id", new { tag.Id });

    /// <returns>Whether the account didn't carry it before.</returns>
    public static bool Attach(StateConnection db, string account, TagRow tag) => db.Execute(
        "INSERT INTO account_tag (account_id, tag_id) VALUES (@account, @Id) ON CONFLICT DO NOTHING", new { account, tag.Id }) == 1;

    /// <returns>Whether the account carried it.</returns>
    public static bool Detach(StateConnection db, string account, TagRow tag) => db.Execute(
        "DELETE FROM account_tag WHERE account_id = @account AND tag_id = @Id", new { account, tag.Id }) == 1;

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
