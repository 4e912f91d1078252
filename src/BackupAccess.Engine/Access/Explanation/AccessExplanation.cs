using System.Diagnostics;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Puts a decision into words, from the same core that decides: one reason for each role considered.</summary>
internal static class AccessExplanation
{
    public static IReadOnlyList<AccessReason> Of(AccessPolicy policy, int operation, string operationName, ReadOnlySpan<Target> targets, long now)
    {
        if (!policy.IsActive(now))
        {
            return [new AccessReason(null, RoleLack.User, policy.Enabled ? "the user has expired" : "the user is disabled")];
        }

        List<AccessReason> reasons = [];
        foreach (RoleHolding role in InForce(policy, now))
        {
            RoleLack lack = policy.LackOf(in role, operation, targets, now);
            bool implied = role.Role == BuiltInAccess.SelfPermission;
            if (!implied || lack == RoleLack.None)
            {
                reasons.Add(new AccessReason(role.Role, lack, Describe(policy, in role, lack, operation, targets, now)));
            }
        }

        if (OwnKeys.AreWithheld(policy, operationName, targets))
        {
            reasons.Add(new AccessReason(BuiltInAccess.SelfPermission, RoleLack.Operation, $"the setting {KnownSettings.SelfKeys.Name} is off, by which users may {operationName} for themselves"));
        }

        return reasons.Count > 0 ? reasons : [new AccessReason(null, RoleLack.Operation, "the user holds no role")];
    }

    /// <summary>The smallest change that would allow the operation, in words; null where it is allowed.</summary>
    public static string? SmallestChangeOf(AccessQuestion question, AccessCandidates candidates) => question.IsAllowed ? null
        : OwnKeys.AreWithheld(question.Policy, OperationCatalogue.Handlers[question.Operation].Name, question.Targets) ? $"the setting {KnownSettings.SelfKeys.Name}"
        : SmallestChange.Find(question, candidates) is { } steps ? string.Join(" and ", steps.Select(step => step.Text))
        : "a role that holds it and whose reach covers it";

    /// <summary>Each role as it is now: what it was before a permission ended, and will be after one, are no roles of their own.</summary>
    private static IEnumerable<RoleHolding> InForce(AccessPolicy policy, long now) =>
        policy.Roles.ToArray().Where(role => now < role.Definition.Ends).DistinctBy(role => role.Role);

    private static bool HadBefore(AccessPolicy policy, string role, int operation, long now) =>
        policy.Roles.ToArray().Any(stage => stage.Role == role && stage.Definition.Ends <= now && stage.Contains(operation));

    private static string Describe(AccessPolicy policy, in RoleHolding role, RoleLack lack, int operation, ReadOnlySpan<Target> targets, long now)
    {
        string name = OperationCatalogue.Handlers[operation].Name;
        if (lack == RoleLack.None)
        {
            return $"role {role.Role} allows {name}";
        }

        List<string> parts = [];
        if (lack.HasFlag(RoleLack.Operation))
        {
            parts.Add(HadBefore(policy, role.Role, operation, now) ? $"held {name} by a permission that has ended" : $"has no permission that holds {name}");
        }

        if (lack.HasFlag(RoleLack.Expired))
        {
            parts.Add("has expired");
        }

        if (lack.HasFlag(RoleLack.Reach))
        {
            parts.Add(DescribeReach(policy, in role, operation, targets, now));
        }

        return $"role {role.Role} {string.Join(" and ", parts)}";
    }

    private static string DescribeReach(AccessPolicy policy, in RoleHolding role, int operation, ReadOnlySpan<Target> targets, long now)
    {
        foreach (ref readonly Target target in targets)
        {
            if (!policy.Covers(in role, operation, in target, now))
            {
                return DescribeReach(policy, in role, in target, now);
            }
        }

        throw new UnreachableException("A reach that covers every target was found wanting.");
    }

    private static string DescribeReach(AccessPolicy policy, in RoleHolding role, in Target target, long now) => target.Kind switch
    {
        TargetKind.User => "does not cover this user",
        TargetKind.Profile => role.Profiles == ProfileReach.Assigned ? "covers assigned profiles only, and this one is not assigned" : "covers no profiles",
        TargetKind.Account or TargetKind.Backup when role.Accounts == AccountReach.Owned => "covers own accounts only",
        TargetKind.Account or TargetKind.Backup when role.Accounts == AccountReach.None => "covers no accounts",
        TargetKind.Account or TargetKind.Backup when target.ConnectorRemoved => "covers no accounts of removed connectors",
        _ when role.Connectors != ConnectorReach.Granted => "covers no connectors",
        _ when policy.Connectors.UntilOf(target.Connector) is > 0 and var until && until <= now => "covers granted connectors only, and the grant on this one has expired",
        _ => "covers granted connectors only, and there is no grant in effect on this one",
    };
}
