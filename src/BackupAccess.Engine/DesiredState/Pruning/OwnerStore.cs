using BackupAccess.Engine.State;

namespace BackupAccess.Engine.DesiredState.Pruning;

/// <summary>What owners have declared: the SQL.</summary>
internal static class OwnerStore
{
    public static IReadOnlyList<DeclaredObject> Of(StateConnection db, string owner) =>
        db.Query<DeclaredObject>("SELECT kind AS Kind, name AS Name FROM state_owner WHERE owner = @owner ORDER BY kind, name_key", new { owner });

    public static void Add(StateConnection db, string owner, DeclaredObject declared) => db.Execute(
        "INSERT INTO state_owner (owner, kind, name, name_key) VALUES (@owner, @Kind, @Name, @Key) ON CONFLICT DO NOTHING", new { owner, declared.Kind, declared.Name, declared.Key });

    public static void Remove(StateConnection db, string owner, DeclaredObject declared) => db.Execute(
        "DELETE FROM state_owner WHERE owner = @owner AND kind = @Kind AND name_key = @Key", new { owner, declared.Kind, declared.Key });
}
