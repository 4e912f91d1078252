using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Priorities;

/// <summary>The priority groups' SQL.</summary>
internal static class PriorityGroupStore
{
    private const string Select = """
        SELECT id AS Id, name AS Name, backup AS Backups, clone AS Clones, restore AS Restores, download AS Downloads,
               is_default AS IsDefault, built_in AS BuiltIn, created_at AS CreatedAt
        FROM priority_group
        """;

    public static PriorityGroupRow? Find(StateConnection db, string name) =>
        db.QueryFirst<PriorityGroupRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    public static PriorityGroupRow Default(StateConnection db) => db.QueryFirst<PriorityGroupRow>($"{Select} WHERE is_default = 1")!;

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<PriorityGroupRow> All(StateConnection db) => db.Query<PriorityGroupRow>($"{Select} ORDER BY name_key");

    /// <summary>What the number of a piece of work on the account is.</summary>
    public static int PriorityOf(StateConnection db, AccountRow account, TaskKind kind) => EffectivePriority.Of(
        kind,
        Enum.Parse<AccountType>(account.Type),
        db.QueryFirst<PriorityGroupRow>($"{Select} WHERE id = (SELECT priority_group_id FROM account WHERE id = @Id)", new { account.Id }),
        db.Query<PriorityGroupRow>(
            $"{Select} WHERE id IN (SELECT g.group_id FROM priority_group_tag g JOIN account_tag t ON t.tag_id = g.tag_id WHERE t.account_id = @Id)", new { account.Id }),
        Default(db));

    public static void Insert(StateConnection db, PriorityGroupRow group) => db.Execute(
        """
        INSERT INTO priority_group (id, name, name_key, backup, clone, restore, download, is_default, built_in, created_at)
        VALUES (@Id, @Name, @key, @Backups, @Clones, @Restores, @Downloads, 0, 0, @CreatedAt)
        """,
        new { group.Id, group.Name, key = KeyOf(group.Name), group.Backups, group.Clones, group.Restores, group.Downloads, group.CreatedAt });

    public static void Update(StateConnection db, PriorityGroupRow group) => db.Execute(
        "UPDATE priority_group SET name = @Name, name_key = @key, backup = @Backups, clone = @Clones, restore = @Restores, download = @Downloads WHERE id = @Id",
        new { group.Id, group.Name, key = KeyOf(group.Name), group.Backups, group.Clones, group.Restores, group.Downloads });

    public static void SetDefault(StateConnection db, string id) =>
        db.Execute("UPDATE priority_group SET is_default = CASE WHEN id = @id THEN 1 ELSE 0 END", new { id });

    /// <summary>Links the group to these tags and no others.</summary>
    public static void SetTags(StateConnection db, string id, IEnumerable<TagRow> tags)
    {
        db.Execute("DELETE FROM priority_group_tag WHERE group_id = @id", new { id });
        foreach (TagRow tag in tags)
        {
            db.Execute("INSERT INTO priority_group_tag (group_id, tag_id) VALUES (@id, @tag)", new { id, tag = tag.Id });
        }
    }

    /// <summary>Deletes the group; accounts that had it for their own have none then.</summary>
    public static void Delete(StateConnection db, string id)
    {
        db.Execute("UPDATE account SET priority_group_id = NULL WHERE priority_group_id = @id", new { id });
        db.Execute("DELETE FROM priority_group WHERE id = @id", new { id });
    }

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
