namespace BackupAccess.Engine.Access;

/// <summary>
/// Whether one principal holds everything that another holds or is to hold: every operation, over the same reach, for
/// as long. Whoever changes a user or its credentials must.
/// </summary>
internal static class Giving
{
    /// <param name="giver">Who gives.</param>
    /// <param name="held">What the receiver holds, or is to hold.</param>
    /// <param name="grants">The receiver's connector grants, which its granted reaches mean.</param>
    public static bool Covers(AccessPolicy giver, ReadOnlySpan<RoleHolding> held, ConnectorGrants grants, long now)
    {
        foreach (ref readonly RoleHolding role in held)
        {
            if (now < role.Until && !CoversRole(giver, in role, grants, now))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CoversRole(AccessPolicy giver, in RoleHolding held, ConnectorGrants grants, long now)
    {
        for (int operation = 0; operation < OperationSet.Capacity; operation++)
        {
            if (held.Operations.Contains(operation) && !CoversOperation(giver, operation, in held, grants, now))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CoversOperation(AccessPolicy giver, int operation, in RoleHolding held, ConnectorGrants grants, long now)
    {
        foreach (ref readonly RoleHolding own in giver.Roles)
        {
            if (own.Operations.Contains(operation)
                && now < own.Until
                && Math.Min(own.Until, giver.Until) >= held.Until
                && own.Users >= held.Users
                && own.Profiles >= held.Profiles
                && CoversConnectors(giver, in own, held.Connectors, grants, now)
                && CoversAccounts(giver, in own, in held, grants, now))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CoversConnectors(AccessPolicy giver, in RoleHolding own, ConnectorReach held, ConnectorGrants grants, long now) => held switch
    {
        ConnectorReach.None => true,
        ConnectorReach.Granted when own.Connectors == ConnectorReach.Granted => Includes(giver.Grants, grants, now),
        _ => own.Connectors == ConnectorReach.All,
    };

    private static bool CoversAccounts(AccessPolicy giver, in RoleHolding own, in RoleHolding held, ConnectorGrants grants, long now)
    {
        if (held.Accounts == AccountReach.None || own.Accounts == AccountReach.All)
        {
            return true;
        }

        bool byConnector = own.Accounts == AccountReach.ByConnector;
        return held.Accounts switch
        {
            AccountReach.ByConnector => byConnector && CoversConnectors(giver, in own, held.Connectors, grants, now),
            _ => byConnector && own.Connectors == ConnectorReach.All,
        };
    }

    private static bool Includes(ConnectorGrants wide, ConnectorGrants narrow, long now) =>
        narrow.UntilByConnector.All(grant => grant.Value <= now || wide.UntilOf(grant.Key) >= grant.Value);
}
