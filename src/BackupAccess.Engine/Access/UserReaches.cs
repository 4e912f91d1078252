using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;

namespace BackupAccess.Engine.Access;

/// <summary>
/// The reach over users that comes with a permission: with a built-in one that of its name, with a declared one the widest
/// that the built-in ones give with any of its operations decided on users. SELF doesn't count: what it holds, everybody has on oneself only.
/// </summary>
internal static class UserReaches
{
    private const string Granting = "CONNECTOR_ACCESS";

    private static readonly Lazy<UserReach[]> s_byNumber = new(Work);

    private static readonly Lazy<OperationSet> s_granting = new(WorkGranting);

    /// <summary>
    /// A reach as one operation has it: the names of users are there to grant to, so that only the operations on users of
    /// CONNECTOR_ACCESS have them. Whatever else a role holds beside it reaches oneself.
    /// </summary>
    public static UserReach For(int operation, UserReach reach) =>
        reach == UserReach.Names && !s_granting.Value.Contains(operation) ? UserReach.Self : reach;

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

    private static OperationSet WorkGranting()
    {
        OperationSet granting = default;
        foreach (Handler handler in BuiltInAccess.Current.Permissions[Granting].Operations.Select(OperationCatalogue.Find).OfType<Handler>().Where(IsDecidedOnUsers))
        {
            granting.Add(handler.Number);
        }

        return granting;
    }

    private static bool IsDecidedOnUsers(Handler handler) => handler.Targets.Contains(TargetKind.User);

    private static UserReach OfPermission(string permission) => permission switch
    {
        "RBAC_ADMIN" or "RBAC_VIEW" => UserReach.All,
        Granting => UserReach.Names,
        _ => UserReach.Self,
    };
}
