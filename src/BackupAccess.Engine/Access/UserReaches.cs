using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;

namespace BackupAccess.Engine.Access;

/// <summary>
/// The reach over users that comes with a permission: with a built-in one that of its name, with a declared one the widest
/// that the built-in ones give with any of its operations decided on users. SELF doesn't count: what it holds, everybody has on oneself only.
/// </summary>
internal static class UserReaches
{
    private static readonly Lazy<UserReach[]> s_byNumber = new(Work);

    public static UserReach Of(Permission permission) => permission.BuiltIn
        ? OfPermission(permission.Name)
        : permission.Operations.Select(operation => s_byNumber.Value[OperationCatalogue.Find(operation)!.Number]).DefaultIfEmpty().Max();

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
