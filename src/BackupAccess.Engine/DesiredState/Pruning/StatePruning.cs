using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.DesiredState.Pruning;

/// <summary>
/// Removes what an owner's documents have declared and declare no more: by the operations that anybody would use, whose rules hold, so that what
/// holds locked backups or is the last Administrator stays, and the whole apply with it. Accounts and their settings are never pruned.
/// </summary>
internal static class StatePruning
{
    // What depends on another goes before it.
    private static readonly string[] s_order =
    [
        "setting", "configuration", "schedule", "grant", "profile assignment", "connector", "profile", "user", "role", "permission",
        "priority group", "tag", "policy", "restore condition",
    ];

    /// <summary>The removals, in the order in which they are made.</summary>
    /// <param name="context">The caller's.</param>
    /// <param name="owner">Whose documents.</param>
    /// <param name="declared">What they declare now.</param>
    public static IEnumerable<PlannedChange> Plan(OperationContext context, string owner, IReadOnlyCollection<DeclaredObject> declared)
    {
        HashSet<(string, string)> kept = [.. declared.Select(one => (one.Kind, one.Key))];
        return OwnerStore.Of(context.Db, owner)
            .Where(one => !kept.Contains((one.Kind, one.Key)) && s_order.Contains(one.Kind) && PrunedKinds.Exists(context.Db, one) && PrunedKinds.MayKnow(context, one))
            .OrderBy(one => Array.IndexOf(s_order, one.Kind))
            .Select(one => new PlannedChange(
                new StateChange(StateAction.Remove, one.Kind, one.Name, []) { Severity = StateSeverity.Warning },
                later => Remove(later, one)));
    }

    private static void Remove(OperationContext context, DeclaredObject one)
    {
        (string first, string second) = PrunedKinds.PartsOf(one);
        _ = one.Kind switch
        {
            "setting" => context.Invoke(new UpdateSetting(one.Name, Value: null)),
            "configuration" => context.Invoke(new RemoveConfiguration(new ConfigurationReference(one.Name), PendingEdit.Keep)),
            "schedule" => context.Invoke(new RemoveSchedule(new ScheduleReference(one.Name))),
            "grant" => context.Invoke(new RevokeConnector(new UserReference(first), new ConnectorReference(second))),
            "profile assignment" => context.Invoke(new RevokeProfile(new UserReference(first), new ProfileReference(second))),
            "connector" => context.Invoke(new RemoveConnector(new ConnectorReference(one.Name))),
            "profile" => context.Invoke(new RemoveProfile(new ProfileReference(one.Name))),
            "user" => context.Invoke(new RemoveUser(new UserReference(one.Name))),
            "role" => context.Invoke(new RemoveRole(one.Name, RoleRemoval.Unassigned)),
            "permission" => context.Invoke(new RemovePermission(one.Name)),
            "priority group" => context.Invoke(new RemovePriorityGroup(one.Name)),
            "tag" => context.Invoke(new RemoveTag(one.Name)),
            "policy" => context.Invoke(new RemovePolicy(one.Name)),
            _ => (object)context.Invoke(new RemoveRestoreCondition(one.Name)),
        };
    }
}
