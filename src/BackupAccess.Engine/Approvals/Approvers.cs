using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Approvals;

/// <summary>Who could approve anything: enabled users, not expired, who hold APPROVE by a role and can sign in.</summary>
internal static class Approvers
{
    private const int Least = 2;

    private const string HoldersOf = """
        SELECT DISTINCT u.id
        FROM app_user u JOIN user_role r ON r.user_id = u.id
        WHERE r.role IN @roles AND coalesce(r.until, @never) > @now AND u.enabled = 1 AND coalesce(u.until, @never) > @now
          AND ((u.console_access = 1 AND u.password_hash IS NOT NULL)
               OR EXISTS (SELECT 1 FROM access_key k WHERE k.user_id = u.id AND k.enabled = 1 AND coalesce(k.until, @never) > @now))
        """;

    /// <summary>With one approver alone, that one's own requests could be approved by nobody.</summary>
    /// <exception cref="ConflictException">There are too few.</exception>
    public static void RequireEnough(OperationContext context)
    {
        IEnumerable<string> roles = RoleStore.All(context.Db)
            .Where(role => role.At(context.Now).Permissions.Any(permission => PermissionStore.Require(context.Db, permission).Operations.Contains(ApproveOperation)))
            .Select(role => role.Name);
        int count = context.Db.Query<string>(HoldersOf, new { roles, now = context.Now, never = UnixTime.Never }).Count;
        if (count < Least)
        {
            throw new ConflictException("TooFewApprovers", $"Approvals need {Least} enabled users with a credential and a role that holds APPROVE, and there are {count}.");
        }
    }

    private static string ApproveOperation => OperationCatalogue.Handlers[OperationCatalogue.NumberOf<ApproveRequest>()].Name;
}
