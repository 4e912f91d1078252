using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Access;

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
        foreach (ref readonly RoleHolding role in policy.Roles)
        {
            RoleLack lack = policy.LackOf(in role, operation, targets, now);
            bool implied = role.Role == BuiltInAccess.SelfPermission;
            if (!implied || lack == RoleLack.None)
            {
                reasons.Add(new AccessReason(role.Role, lack, Describe(policy, in role, lack, operationName, targets, now)));
            }
        }

        return reasons.Count > 0 ? reasons : [new AccessReason(null, RoleLack.Operation, "the user holds no role")];
    }

    /// <summary>The smallest change that would allow the operation, in words; null where it is allowed.</summary>
    public static string? SmallestChange(AccessPolicy policy, Handler operation, ReadOnlySpan<Target> targets, long now)
    {
        if (!policy.IsActive(now))
        {
            return policy.Enabled ? "a later end of the user" : "enabling the user";
        }

        if (policy.Decide(operation.Number, targets, now))
        {
            return null;
        }

        string? nearest = null;
        foreach (ref readonly RoleHolding role in policy.Roles)
        {
            switch (policy.LackOf(in role, operation.Number, targets, now))
            {
                case RoleLack.Expired:
                    return $"assigning role {role.Role} anew";
                case RoleLack.Reach when role.Connectors == ConnectorReach.Granted
                    && policy.LackOf(role with { Connectors = ConnectorReach.All }, operation.Number, targets, now) == RoleLack.None:
                    nearest = "a grant on the connector";
                    break;
            }
        }

        return nearest ?? $"a role with {PermissionsWith(operation)} whose reach covers it";
    }

    private static string PermissionsWith(Handler operation) => string.Join(" or ", BuiltInAccess.Current.Permissions.Values
        .Where(permission => permission.Operations.Contains(operation.Name))
        .Select(permission => permission.Name));

    private static string Describe(AccessPolicy policy, in RoleHolding role, RoleLack lack, string operation, ReadOnlySpan<Target> targets, long now)
    {
        if (lack == RoleLack.None)
        {
            return $"role {role.Role} allows {operation}";
        }

        List<string> parts = [];
        if (lack.HasFlag(RoleLack.Operation))
        {
            parts.Add($"has no permission that holds {operation}");
        }

        if (lack.HasFlag(RoleLack.Expired))
        {
            parts.Add("has expired");
        }

        if (lack.HasFlag(RoleLack.Reach))
        {
            parts.Add(DescribeReach(policy, in role, targets, now));
        }

        return $"role {role.Role} {string.Join(" and ", parts)}";
    }

    private static string DescribeReach(AccessPolicy policy, in RoleHolding role, ReadOnlySpan<Target> targets, long now)
    {
        bool account = false;
        bool user = false;
        bool expired = false;
        foreach (ref readonly Target target in targets)
        {
            account |= target.Kind is TargetKind.Account or TargetKind.Backup;
            user |= target.Kind == TargetKind.User;
            expired |= target.Kind is TargetKind.Account or TargetKind.Backup or TargetKind.Connector && policy.Connectors.UntilOf(target.Connector) is > 0 and var until && until <= now;
        }

        return (account, role.Accounts, role.Connectors) switch
        {
            (true, AccountReach.Owned, _) => "covers own accounts only",
            (true, AccountReach.None, _) => "covers no accounts",
            (_, _, ConnectorReach.Granted) when expired => "covers granted connectors only, and the grant on this one has expired",
            (_, _, ConnectorReach.Granted) => "covers granted connectors only, and there is no grant in effect on this one",
            _ => user ? "does not cover this user" : "covers no connectors",
        };
    }
}
