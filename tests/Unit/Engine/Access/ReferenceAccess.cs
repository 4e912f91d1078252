using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>
/// The access decision written down a second time, from the design's words alone: plain lists, no bits, no code shared
/// with the engine beyond the names of the reaches.
/// </summary>
internal static class ReferenceAccess
{
    // Names of users are there to grant to: for granting access to connectors and giving accounts an owner, and nothing else.
    private static readonly int[] s_granting =
        [.. new[] { "grantConnector", "revokeConnector", "listUserNames", "setAccountOwner" }.Select(name => OperationCatalogue.Find(name)!.Number)];

    public sealed record Person(Guid Id, bool Enabled, long Until, IReadOnlyList<HeldRole> Roles, IReadOnlyList<Grant> Grants, IReadOnlyList<Assignment> Profiles);

    public sealed record HeldRole(string Name, IReadOnlyList<int> Operations, ConnectorReach Connectors, ProfileReach Profiles, AccountReach Accounts, UserReach Users, long Until);

    public sealed record Grant(int Connector, long Until);

    public sealed record Assignment(int Profile, long Until);

    /// <summary>What is asked about: a kind and just the facts of that kind.</summary>
    public sealed record Thing(TargetKind Kind, int Connector, bool OpenLegacy, bool ConnectorRemoved, Guid Owner, int Profile, Guid User, bool UserEnabled)
    {
        /// <summary>The same as the engine takes it.</summary>
        public Target ToTarget() => Kind switch
        {
            TargetKind.User => Target.OfUser(User, UserEnabled),
            TargetKind.Connector => Target.OfConnector(Connector, OpenLegacy),
            TargetKind.Account when ConnectorRemoved => Target.OfOrphanOfRemovedConnector(Connector),
            TargetKind.Account => Target.OfAccount(Connector, OpenLegacy, Owner),
            TargetKind.Profile => Target.OfProfile(Profile),
            TargetKind.Storage => Target.Storage,
            TargetKind.Setting => Target.Setting,
            _ => Target.None,
        };
    }

    /// <summary>Allowed when the user is in force and one role, itself in force, holds the operation and covers everything asked about.</summary>
    public static bool Allows(Person person, int operation, IReadOnlyList<Thing> things, long now)
    {
        if (!person.Enabled || person.Until <= now)
        {
            return false;
        }

        IEnumerable<HeldRole> inForce = person.Roles.Where(role => role.Until > now);
        IEnumerable<HeldRole> able = inForce.Where(role => role.Operations.Contains(operation));
        return able.Any(role => things.All(thing => Reaches(person, role, operation, thing, now)));
    }

    private static bool Reaches(Person person, HeldRole role, int operation, Thing thing, long now)
    {
        switch (thing.Kind)
        {
            case TargetKind.User:
                bool byName = role.Users == UserReach.Names && s_granting.Contains(operation);
                return role.Users == UserReach.All || (byName ? thing.UserEnabled : thing.User == person.Id);
            case TargetKind.Connector:
                return ReachesConnector(person, role, thing, now);
            case TargetKind.Account or TargetKind.Backup:
                if (role.Accounts == AccountReach.All)
                {
                    return true;
                }

                if (thing.ConnectorRemoved || role.Accounts == AccountReach.None)
                {
                    return false;
                }

                return role.Accounts == AccountReach.Owned ? thing.Owner == person.Id : ReachesConnector(person, role, thing, now);
            case TargetKind.Profile:
                return role.Profiles == ProfileReach.All
                    || (role.Profiles == ProfileReach.Assigned && person.Profiles.Any(assigned => assigned.Profile == thing.Profile && assigned.Until > now));
            default:
                return true;
        }
    }

    private static bool ReachesConnector(Person person, HeldRole role, Thing thing, long now)
    {
        if (role.Connectors == ConnectorReach.All)
        {
            return true;
        }

        bool granted = person.Grants.Any(grant => grant.Connector == thing.Connector && grant.Until > now);
        return role.Connectors == ConnectorReach.Granted && (granted || thing.OpenLegacy);
    }
}
