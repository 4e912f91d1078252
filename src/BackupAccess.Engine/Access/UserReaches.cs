using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Access;

/// <summary>
/// The reach over users that comes with an operation decided on users: the widest of the built-in permissions that hold
/// it, whatever permission a role has it from. SELF doesn't count: what it holds, everybody has on oneself only.
/// </summary>
internal static class UserReaches
{
    private static readonly Lazy<UserReach[]> s_byNumber = new(Work);

    public static UserReach Of(int operation) => s_byNumber.Value[operation];

    private static UserReach[] Work()
    {
        UserReach[] reaches = new UserReach[OperationSet.Capacity];
        foreach (Permission permission in BuiltInAccess.Current.Permissions.Values)
        {
            UserReach reach = OfPermission(permission.Name);
            foreach (Handler handler in permission.Operations.Select(OperationCatalogue.Find).OfType<Handler>().Where(IsDecidedOnUsers))
            {
                reaches[handler.Number] = reach > reaches[handler.Number] ? reach : reaches[handler.Number];
            }
        }

        return reaches;
    }

    private static bool IsDecidedOnUsers(Handler handler) => handler.Targets.Contains(TargetKind.User);

    private static UserReach OfPermission(string permission) => permission switch
    {
        "RBAC_ADMIN" or "RBAC_VIEW" => UserReach.All,
        "CONNECTOR_ACCESS" => UserReach.Names,
        _ => UserReach.Self,
    };
}
