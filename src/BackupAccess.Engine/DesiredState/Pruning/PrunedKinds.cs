using BackupAccess.Engine.Access;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.DesiredState.Pruning;

/// <summary>Looks objects up that can be pruned, by kind and name.</summary>
internal static class PrunedKinds
{
    /// <summary>Whether an object is there.</summary>
    public static bool Exists(StateConnection db, DeclaredObject one)
    {
        (string first, string second) = PartsOf(one);
        return one.Kind switch
        {
            "setting" => SettingStore.Find(db, one.Name) is not null,
            "configuration" => ConfigurationStore.AtPath(db, one.Name) is not null,
            "schedule" => ScheduleStore.All(db).Any(row => string.Equals(row.Path, one.Name, StringComparison.OrdinalIgnoreCase)),
            "grant" => UserStore.Find(db, first) is { } user && ConnectorStore.Find(db, second) is { } connector && GrantStore.Find(db, user.Guid, connector.Guid) is not null,
            "profile assignment" => UserStore.Find(db, first) is { } user && ProfileStore.Find(db, second) is { } profile && ProfileGrantStore.Find(db, user.Guid, profile.Guid) is not null,
            "connector" => ConnectorStore.Find(db, one.Name) is not null,
            "profile" => ProfileStore.Find(db, one.Name) is not null,
            "user" => UserStore.Find(db, one.Name) is not null,
            "role" => RoleStore.Find(db, one.Name) is { BuiltIn: false },
            "permission" => PermissionStore.Find(db, one.Name) is { BuiltIn: false },
            "priority group" => PriorityGroupStore.Find(db, one.Name) is { BuiltIn: 0 },
            "tag" => TagStore.Find(db, one.Name) is not null,
            "policy" => PolicyStore.Find(db, one.Name) is not null,
            _ => RestoreConditionStore.Find(db, one.Name) is not null,
        };
    }

    /// <summary>Whether the caller may know of an object that is there: by the operation that lists its kind.</summary>
    public static bool MayKnow(OperationContext context, DeclaredObject one)
    {
        StateConnection db = context.Db;
        (_, string second) = PartsOf(one);
        return one.Kind switch
        {
            "setting" => context.Allows<ListSettings>(Target.Setting),
            "configuration" => OfProfile<ListConfigurations>(context, one.Name.Split('/')[0]),
            "schedule" => OfProfile<ListSchedules>(context, one.Name.Split('/')[0]),
            "grant" => context.Allows<ListConnectorGrants>(ConnectorStore.Find(db, second)!.Target),
            "profile assignment" => OfProfile<ListProfiles>(context, second) && KnowsUsers(context),
            "connector" => context.Allows<ListConnectors>(ConnectorStore.Find(db, one.Name)!.Target),
            "profile" => OfProfile<ListProfiles>(context, one.Name),
            "user" or "role" or "permission" => KnowsUsers(context),
            "priority group" => context.Allows<ListPriorityGroups>(Target.None),
            "tag" => context.Allows<ListTags>(Target.None),
            "policy" => context.Allows<ListPolicies>(Target.None),
            _ => context.Allows<ListRestoreConditions>(Target.None),
        };
    }

    /// <summary>User and object of <c>jane on web01</c>: no name holds a space.</summary>
    public static (string User, string Object) PartsOf(DeclaredObject one) =>
        one.Name.Split(" on ") is [var user, var other] ? (user, other) : (one.Name, "");

    private static bool OfProfile<TList>(OperationContext context, string profile) => ProfileStore.Find(context.Db, profile) is { } row && context.Allows<TList>(row.Target);

    private static bool KnowsUsers(OperationContext context) => context.Allows<ListUsers>(Target.OfUser(Guid.Empty, enabled: true));
}
