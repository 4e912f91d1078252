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
}
