using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>Compiles what one user holds from the state.</summary>
internal static class PolicyCompiler
{
    private static readonly RoleHolding s_self = HoldSelf(keys: false);
    private static readonly RoleHolding s_selfWithKeys = HoldSelf(keys: true);

    /// <returns>Null when there is no such user.</returns>
    public static CompiledUser? Compile(StateConnection db, Guid userId, long version)
    {
        UserRow? user = UserStore.Find(db, userId);
        if (user is null)
        {
            return null;
        }

        AccessPolicy policy = new(
            userId,
            user.Name,
            user.IsEnabled,
            user.Until ?? UnixTime.Never,
            [KnownSettings.SelfKeys.Read(db) ? s_selfWithKeys : s_self, .. HoldingsOf(db, user)],
            ConnectorsOf(db, userId),
            ProfilesOf(db, userId));
        Dictionary<string, long> keys = AccessKeyStore.OfUser(db, userId)
            .Where(key => key.IsEnabled)
            .ToDictionary(key => key.Id, key => key.Until ?? UnixTime.Never);
        return new CompiledUser(version, policy, user.HasConsoleAccess, user.ConsoleEpoch, keys);
    }

    /// <summary>The roles that the user holds, each until its own end or the user's; SELF is not among them.</summary>
    public static RoleHolding[] HoldingsOf(StateConnection db, UserRow user) =>
        [.. UserStore.Roles(db, user.Guid).Select(assigned => Hold(db, RoleStore.Require(db, assigned.Role), Earlier(assigned.Until, user.Until)))];

    public static GrantSet ConnectorsOf(StateConnection db, Guid userId) =>
        new(GrantStore.OfUser(db, userId).ToDictionary(grant => (int)grant.ConnectorNumber, grant => grant.Until ?? UnixTime.Never));

    public static GrantSet ProfilesOf(StateConnection db, Guid userId) =>
        new(ProfileGrantStore.OfUser(db, userId).ToDictionary(grant => (int)grant.ProfileNumber, grant => grant.Until ?? UnixTime.Never));

    /// <summary>A role as it would be held until a time.</summary>
    public static RoleHolding Hold(StateConnection db, Role role, long until) =>
        Hold(role, role.Permissions.Select(permission => PermissionStore.Require(db, permission)), until);

    /// <summary>A role as it would be held until a time, with the permissions that it names.</summary>
    public static RoleHolding Hold(Role role, IEnumerable<Permission> permissions, long until)
    {
        OperationSet operations = default;
        UserReach users = UserReach.Self;
        foreach (Permission permission in permissions)
        {
            foreach (string operation in permission.Operations)
            {
                operations.Add(OperationCatalogue.Find(operation)!.Number);
            }

            users = Max(users, ReachOf(permission.Name));
        }

        return new RoleHolding(role.Name, operations, role.Connectors, role.Profiles, role.Accounts, users, until);
    }

    /// <summary>The earlier of two ends, of which null never comes.</summary>
    public static long Earlier(long? one, long? other) => Math.Min(one ?? UnixTime.Never, other ?? UnixTime.Never);

    private static RoleHolding HoldSelf(bool keys) => Hold(
        new Role
        {
            Name = BuiltInAccess.SelfPermission,
            BuiltIn = true,
            Permissions = [BuiltInAccess.SelfPermission],
            Connectors = ConnectorReach.None,
            Profiles = ProfileReach.None,
            Accounts = AccountReach.None,
        },
        [keys ? BuiltInAccess.Current.Permissions[BuiltInAccess.SelfPermission] : OwnKeys.LeftOut(BuiltInAccess.Current.Permissions[BuiltInAccess.SelfPermission])],
        UnixTime.Never);

    private static UserReach ReachOf(string permission) => permission switch
    {
        "RBAC_ADMIN" or "RBAC_VIEW" => UserReach.All,
        "CONNECTOR_ACCESS" => UserReach.Names,
        _ => UserReach.Self,
    };

    private static UserReach Max(UserReach left, UserReach right) => left > right ? left : right;
}
