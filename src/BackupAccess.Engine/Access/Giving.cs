using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access;

/// <summary>
/// Whether one principal holds everything that another holds or is to hold: every operation, over the same reach, for
/// as long. Whoever changes a user or its credentials must.
/// </summary>
internal static class Giving
{
    /// <param name="giver">Who gives.</param>
    /// <param name="held">What the receiver holds, or is to hold.</param>
    /// <param name="connectors">The receiver's connector grants, which its granted reaches mean.</param>
    /// <param name="profiles">The profiles assigned to the receiver, which its assigned reaches mean.</param>
    public static bool Covers(AccessPolicy giver, ReadOnlySpan<RoleHolding> held, GrantSet connectors, GrantSet profiles, long now)
    {
        foreach (ref readonly RoleHolding role in held)
        {
            if (now < role.Until && !CoversRole(giver, in role, connectors, profiles, now))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CoversRole(AccessPolicy giver, in RoleHolding held, GrantSet connectors, GrantSet profiles, long now)
    {
        for (int operation = 0; operation < OperationSet.Capacity; operation++)
        {
            if (held.Contains(operation) && !CoversOperation(giver, operation, in held, connectors, profiles, now))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CoversOperation(AccessPolicy giver, int operation, in RoleHolding held, GrantSet connectors, GrantSet profiles, long now)
    {
        foreach (ref readonly RoleHolding own in giver.Roles)
        {
            if (own.Contains(operation)
                && now < own.Until
                && Math.Min(own.Until, giver.Until) >= held.Until
                && own.UsersFor(operation) >= held.UsersFor(operation)
                && CoversProfiles(giver, in own, held.Profiles, profiles, now)
                && CoversConnectors(giver, in own, held.Connectors, connectors, now)
                && CoversAccounts(giver, in own, in held, connectors, now))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CoversConnectors(AccessPolicy giver, in RoleHolding own, ConnectorReach held, GrantSet connectors, long now) => held switch
    {
        ConnectorReach.None => true,
        ConnectorReach.Granted when own.Connectors == ConnectorReach.Granted => giver.Connectors.Includes(connectors, now),
        _ => own.Connectors == ConnectorReach.All,
    };

    private static bool CoversProfiles(AccessPolicy giver, in RoleHolding own, ProfileReach held, GrantSet profiles, long now) => held switch
    {
        ProfileReach.None => true,
        ProfileReach.Assigned when own.Profiles == ProfileReach.Assigned => giver.Profiles.Includes(profiles, now),
        _ => own.Profiles == ProfileReach.All,
    };

    private static bool CoversAccounts(AccessPolicy giver, in RoleHolding own, in RoleHolding held, GrantSet connectors, long now)
    {
        if (held.Accounts == AccountReach.None || own.Accounts == AccountReach.All)
        {
            return true;
        }

        // All accounts are more than those on all connectors: the orphans of removed ones are among them.
        bool byConnector = own.Accounts == AccountReach.ByConnector;
        return held.Accounts switch
        {
            AccountReach.ByConnector => byConnector && CoversConnectors(giver, in own, held.Connectors, connectors, now),
            AccountReach.Owned => byConnector && own.Connectors == ConnectorReach.All,
            _ => false,
        };
    }
}
