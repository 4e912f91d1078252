using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Profiles;

/// <summary>The profiles' SQL.</summary>
internal static class ProfileStore
{
    private const string Select = "SELECT id AS Id, number AS Number, name AS Name, created_at AS CreatedAt FROM profile";

    public static ProfileRow? Find(StateConnection db, string name) =>
        db.QueryFirst<ProfileRow>($"{Select} WHERE name_key = @key", new { key = name.ToLowerInvariant() });

    /// <summary>By name.</summary>
    public static IReadOnlyList<ProfileRow> All(StateConnection db) => db.Query<ProfileRow>($"{Select} ORDER BY name_key");
}
