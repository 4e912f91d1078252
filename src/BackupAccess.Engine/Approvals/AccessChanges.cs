using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Approvals;

/// <summary>
/// Remembers who changed whose account, roles or credentials, in the transaction of the change: a key that is gone, or
/// an event that the audit log no longer keeps, would not tell any more.
/// </summary>
internal static class AccessChanges
{
    private const string User = "user";
    private const string Role = "role";
    private const string Local = "local";

    /// <summary>Longer than any quiet time.</summary>
    private const long Kept = 400L * 86_400_000_000L;

    // Whom the requester changed, whom they changed after that, and so on.
    private const string Touched = """
        WITH RECURSIVE touched (id, since) AS (
            SELECT @by, @since
            UNION
            SELECT c.subject, c.changed_at FROM touched t JOIN access_change c ON c.by_id = t.id AND c.changed_at >= t.since AND c.kind = 'user'
        )
        """;

    /// <param name="db">The change's transaction.</param>
    /// <param name="session">Who made it.</param>
    /// <param name="subject">What was changed.</param>
    /// <param name="result">What the change returned: a user that was made has its id there only.</param>
    /// <param name="now">When.</param>
    public static void Record(StateTransaction db, Session session, ISubject subject, object? result, long now)
    {
        string by = session.UserId == Guid.Empty ? Local : session.UserId.ToString();
        if (subject.Kind is "role" or "permission")
        {
            Insert(db, Role, subject.Name!.ToLowerInvariant(), by, now);
        }
        else if (Array.TrueForAll(subject.Targets, target => target.Kind == TargetKind.User))
        {
            foreach (Guid user in subject.Targets.Select(target => target.User == Guid.Empty && result is Users.User made ? made.Id : target.User))
            {
                Insert(db, User, user.ToString(), by, now);
            }
        }
    }

    /// <summary>Whether the requester, or somebody that the requester had changed before, has changed the user since; or a role of the user's.</summary>
    /// <param name="db">The state.</param>
    /// <param name="requesterId">The requester; null for the local principal.</param>
    /// <param name="user">The user.</param>
    /// <param name="since">The beginning of the time that counts.</param>
    public static bool HasTouched(StateConnection db, string? requesterId, UserRow user, long since)
    {
        Role[] roles = [.. UserStore.Roles(db, user.Guid).Select(assigned => RoleStore.Require(db, assigned.Role))];
        return db.QueryScalar<long>(
            $"""
            {Touched}
            SELECT (SELECT count(*) FROM touched WHERE id = @user AND id <> @by)
                 + (SELECT count(*) FROM touched t JOIN access_change c ON c.by_id = t.id AND c.changed_at >= t.since
                    WHERE c.kind = 'role' AND c.subject IN @roles)
            """,
            new
            {
                by = requesterId ?? Local,
                since,
                user = user.Id,
                roles = roles.Select(role => role.Name).Concat(roles.SelectMany(role => role.Permissions)).Select(name => name.ToLowerInvariant()),
            }) > 0;
    }

    /// <summary>Whether a user, or somebody that they had changed before, has changed another's account, roles or credentials since: the other's requests may be theirs.</summary>
    public static bool HasTouchedAccount(StateConnection db, Guid by, Guid user, long since) => db.QueryScalar<long>(
        $"{Touched} SELECT count(*) FROM touched WHERE id = @user AND id <> @by",
        new { by = by.ToString(), since, user = user.ToString() }) > 0;

    private static void Insert(StateTransaction db, string kind, string subject, string by, long now)
    {
        db.Execute("DELETE FROM access_change WHERE changed_at < @before", new { before = now - Kept });
        db.Execute("INSERT INTO access_change (kind, subject, by_id, changed_at) VALUES (@kind, @subject, @by, @now)", new { kind, subject, by, now });
    }
}
