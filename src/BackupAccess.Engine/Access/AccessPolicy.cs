using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access;

/// <summary>
/// What one principal holds, compiled from one version of the state and never changed after. The decision is a pure
/// function of it, an operation, its targets and the time: allowed exactly when the user is active and one role both
/// holds the operation and covers every target. Times are microseconds since 1970.
/// </summary>
internal sealed class AccessPolicy
{
    private readonly RoleHolding[] _roles;

    /// <param name="userId">Empty for the local principal, which is no row of the user table.</param>
    /// <param name="roles">Kept as it is; users who hold the same roles share it.</param>
    public AccessPolicy(Guid userId, string name, bool enabled, long until, RoleHolding[] roles, GrantSet connectors, GrantSet profiles)
    {
        UserId = userId;
        Name = name;
        Enabled = enabled;
        Until = until;
        Connectors = connectors;
        Profiles = profiles;
        _roles = roles;
    }

    public Guid UserId { get; }

    public string Name { get; }

    public bool Enabled { get; }

    /// <summary>When the user expires.</summary>
    public long Until { get; }

    /// <summary>The connectors granted.</summary>
    public GrantSet Connectors { get; }

    /// <summary>The profiles assigned.</summary>
    public GrantSet Profiles { get; }

    public ReadOnlySpan<RoleHolding> Roles => _roles;

    /// <summary>The same with other roles; itself where the function leaves them.</summary>
    public AccessPolicy WithRoles(Func<RoleHolding[], RoleHolding[]> change)
    {
        RoleHolding[] roles = change(_roles);
        return roles == _roles ? this : new AccessPolicy(UserId, Name, Enabled, Until, roles, Connectors, Profiles);
    }

    public bool IsActive(long now) => Enabled && now < Until;

    public bool Decide(int operation, ReadOnlySpan<Target> targets, long now)
    {
        if (!IsActive(now))
        {
            return false;
        }

        for (int i = 0; i < _roles.Length; i++)
        {
            if (LackOf(in _roles[i], operation, targets, now) == RoleLack.None)
            {
                return true;
            }
        }

        return false;
    }

    public bool Decide(int operation, Target target, long now) => Decide(operation, new ReadOnlySpan<Target>(in target), now);

    /// <summary>All that keeps this one role from allowing the operation: the core that both decides and explains.</summary>
    public RoleLack LackOf(in RoleHolding role, int operation, ReadOnlySpan<Target> targets, long now)
    {
        RoleLack lack = (role.Contains(operation) ? RoleLack.None : RoleLack.Operation)
            | (now < role.Until ? RoleLack.None : RoleLack.Expired);
        foreach (ref readonly Target target in targets)
        {
            if (!Covers(in role, operation, in target, now))
            {
                return lack | RoleLack.Reach;
            }
        }

        return lack;
    }

    /// <summary>
    /// The latest moment until which the operation stays allowed, by the role that lasts longest; nothing given may
    /// outlast it. Zero where it isn't allowed at all.
    /// </summary>
    public long AllowedUntil(int operation, Target target, long now) => Allowance(operation, new ReadOnlySpan<Target>(in target), now).Until;

    /// <summary>The role that allows the operation for longest, and until when; null and zero where it isn't allowed.</summary>
    public (string? Role, long Until) Allowance(int operation, ReadOnlySpan<Target> targets, long now)
    {
        (string? Role, long Until) longest = (null, 0);
        foreach (ref readonly RoleHolding role in IsActive(now) ? Roles : [])
        {
            if (LackOf(in role, operation, targets, now) == RoleLack.None)
            {
                long until = Math.Min(role.Until, Until);
                foreach (ref readonly Target target in targets)
                {
                    until = Math.Min(until, EndOfReach(in role, in target));
                }

                longest = until > longest.Until ? (role.Role, until) : longest;
            }
        }

        return longest;
    }

    /// <summary>When a role that covers the target ceases to, while it is held: with the grant that it covers it by.</summary>
    private long EndOfReach(in RoleHolding role, in Target target)
    {
        bool byConnector = target.Kind == TargetKind.Connector
            || (target.Kind is TargetKind.Account or TargetKind.Backup && role.Accounts == AccountReach.ByConnector);
        bool byGrant = byConnector && role.Connectors == ConnectorReach.Granted && !target.OpenLegacy;
        return byGrant ? Connectors.UntilOf(target.Connector)
            : role.Profiles == ProfileReach.Assigned && target.Kind == TargetKind.Profile ? Profiles.UntilOf(target.Profile)
            : long.MaxValue;
    }

    /// <summary>Whether a role held, whatever its operations, covers the profile.</summary>
    public bool ReachesProfile(Target profile, long now)
    {
        foreach (ref readonly RoleHolding role in Roles)
        {
            if (now < role.Until && CoversProfile(in role, in profile, now))
            {
                return true;
            }
        }

        return false;
    }

    public bool Holds(string role, long now)
    {
        foreach (ref readonly RoleHolding holding in Roles)
        {
            if (holding.Role == role && now < holding.Until)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one role, whether it holds the operation and has ended or not, covers the target for it.</summary>
    public bool Covers(in RoleHolding role, int operation, in Target target, long now) => target.Kind switch
    {
        TargetKind.None or TargetKind.Storage or TargetKind.Setting => true,
        TargetKind.User => CoversUser(in role, operation, in target),
        TargetKind.Connector => CoversConnector(in role, in target, now),
        TargetKind.Profile => CoversProfile(in role, in target, now),
        _ => CoversAccount(in role, in target, now),
    };

    private bool CoversUser(in RoleHolding role, int operation, in Target target) => role.UsersFor(operation) switch
    {
        UserReach.All => true,
        UserReach.Names => target.UserEnabled,
        _ => target.User == UserId && UserId != Guid.Empty,
    };

    private bool CoversConnector(in RoleHolding role, in Target target, long now) => role.Connectors switch
    {
        ConnectorReach.All => true,
        ConnectorReach.Granted => target.OpenLegacy || now < Connectors.UntilOf(target.Connector),
        _ => false,
    };

    private bool CoversProfile(in RoleHolding role, in Target target, long now) => role.Profiles switch
    {
        ProfileReach.All => true,
        ProfileReach.Assigned => now < Profiles.UntilOf(target.Profile),
        _ => false,
    };

    private bool CoversAccount(in RoleHolding role, in Target target, long now) => role.Accounts switch
    {
        AccountReach.All => true,
        AccountReach.ByConnector => !target.ConnectorRemoved && CoversConnector(in role, in target, now),
        AccountReach.Owned => target.Owner == UserId && UserId != Guid.Empty,
        _ => false,
    };
}
