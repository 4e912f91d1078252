using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Profiles;

/// <summary>The profiles' SQL.</summary>
internal static class ProfileStore
{
    private const string Select = "SELECT id AS Id, number AS Number, name AS Name, created_at AS CreatedAt FROM profile";

    public static ProfileRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<ProfileRow>($"{Select} WHERE id = @id", new { id = id.ToString() });

    public static ProfileRow? Find(StateConnection db, string name) =>
        db.QueryFirst<ProfileRow>($"{Select} WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<ProfileRow> All(StateConnection db) => db.Query<ProfileRow>($"{Select} ORDER BY name_key");

    /// <summary>Takes the number for a new profile. A removed one's never comes again: a request for approval may still name it.</summary>
    public static long TakeNumber(StateTransaction db) => db.QueryScalar<long>("UPDATE profile_number SET last = last + 1 WHERE id = 1 RETURNING last");

    public static void Insert(StateConnection db, ProfileRow profile) => db.Execute(
        "INSERT INTO profile (id, number, name, name_key, created_at) VALUES (@Id, @Number, @Name, @key, @CreatedAt)",
        new { profile.Id, profile.Number, profile.Name, key = KeyOf(profile.Name), profile.CreatedAt });

    /// <summary>Deletes the profile with its assignments.</summary>
    public static void Delete(StateConnection db, Guid id) => db.Execute("DELETE FROM profile WHERE id = @id", new { id = id.ToString() });

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
