using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Profiles;

/// <summary>The SQL of profiles assigned to users.</summary>
internal static class ProfileGrantStore
{
    private const string Select = """
        SELECT g.user_id AS UserId, g.profile_id AS ProfileId, p.number AS ProfileNumber, g.until AS Until,
               g.granted_by AS GrantedBy, g.granted_at AS GrantedAt
        FROM profile_grant g JOIN profile p ON p.id = g.profile_id
        """;

    public static IReadOnlyList<ProfileGrantRow> OfUser(StateConnection db, Guid userId) =>
        db.Query<ProfileGrantRow>($"{Select} WHERE g.user_id = @id", new { id = userId.ToString() });

    /// <summary>Everybody's, each profile's in the order in which they were made.</summary>
    public static IReadOnlyList<ProfileGrantRow> All(StateConnection db) => db.Query<ProfileGrantRow>($"{Select} ORDER BY p.name_key, g.granted_at");

    public static ProfileGrantRow? Find(StateConnection db, Guid userId, Guid profileId) =>
        db.QueryFirst<ProfileGrantRow>(
            $"{Select} WHERE g.user_id = @user AND g.profile_id = @profile",
            new { user = userId.ToString(), profile = profileId.ToString() });

    public static void Save(StateConnection db, Guid userId, Guid profileId, long? until, string by, long now) => db.Execute(
        """
        INSERT INTO profile_grant (user_id, profile_id, until, granted_by, granted_at) VALUES (@user, @profile, @until, @by, @now)
        ON CONFLICT (user_id, profile_id) DO UPDATE SET until = excluded.until, granted_by = excluded.granted_by, granted_at = excluded.granted_at
        """,
        new { user = userId.ToString(), profile = profileId.ToString(), until, by, now });

    public static void Delete(StateConnection db, Guid userId, Guid profileId) => db.Execute(
        "DELETE FROM profile_grant WHERE user_id = @user AND profile_id = @profile",
        new { user = userId.ToString(), profile = profileId.ToString() });
}
