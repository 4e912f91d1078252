using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Roles;

/// <summary>By what reach somebody creates a connector or a profile: through a granted or assigned one, what is created is given to the creator.</summary>
internal static class CreatorReach
{
    public const string OutOfReach = "no role that allows it would reach what it creates";

    /// <summary>What the audit event says of it.</summary>
    public const string Told = "given to its creator";

    /// <summary>The widest reach over connectors of the roles in force that hold the operation.</summary>
    public static ConnectorReach OfConnectors(OperationContext context, int operation)
    {
        ConnectorReach widest = ConnectorReach.None;
        foreach (ref readonly RoleHolding role in context.Policy.Roles)
        {
            if (context.Now < role.Until && role.Contains(operation) && role.Connectors > widest)
            {
                widest = role.Connectors;
            }
        }

        return widest;
    }

    /// <summary>The widest reach over profiles of the roles in force that hold the operation.</summary>
    public static ProfileReach OfProfiles(OperationContext context, int operation)
    {
        ProfileReach widest = ProfileReach.None;
        foreach (ref readonly RoleHolding role in context.Policy.Roles)
        {
            if (context.Now < role.Until && role.Contains(operation) && role.Profiles > widest)
            {
                widest = role.Profiles;
            }
        }

        return widest;
    }
}
